"""A client set up from a portal's TOML, with the archive's memory of this night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from pipeline.archive import Archive
from pipeline.config import settings
from pipeline.crawl.session import Recorder, utc_now
from pipeline.fetch import Client, Clock, Memory, Policy
from pipeline.fetch.guard import Resolver, host_key, resolve
from pipeline.portals import Portal


def open_client(
    portal: Portal,
    archive: Archive | None = None,
    run_id: str = "",
    *,
    contact: str | None = None,
    clock: Clock | None = None,
    now: Callable[[], datetime] = utc_now,
    resolver: Resolver = resolve,
) -> Client:
    """A polite client of one portal; `contact` None: the settings'. Use as a context manager.

    With an archive, requests made earlier in the same run count for the budget and the interval, and
    robots.txt is remembered over nights.
    """
    memory: Memory | None = None
    used: Counter[str] = Counter()
    wait = 0.0
    if archive is not None:
        memory = Recorder(portal.name, archive, run_id, now)
        last = None
        for url, count, ended in archive.host_use(portal.name, run_id):
            used[host_key(url)] += count
            last = max(last, ended) if last else ended
        if last is not None:
            wait = min(max(0.0, portal.manners.min_interval - (now() - last).total_seconds()), 60.0)
    return Client(
        policy_of(portal, contact or settings().contact),
        clock=clock,
        memory=memory,
        used=used,
        first_wait=wait,
        resolver=resolver,
    )


def policy_of(portal: Portal, contact: str) -> Policy:
    """What the client must know of a portal."""
    manners, limits, trust = portal.manners, portal.limits, portal.trust
    return Policy(
        hosts=portal.hosts,
        user_agent=f"gongkai/{_version()} (+{contact})",
        robots_agent=manners.robots_agent,
        allow_private=portal.allow_private,
        connect=portal.connect or {},
        min_interval=manners.min_interval,
        jitter=manners.jitter,
        budget=manners.budget,
        attempts=manners.attempts,
        wait_initial=manners.wait_initial,
        wait_max=manners.wait_max,
        max_retry_after=manners.max_retry_after,
        breaker_failures=manners.breaker_failures,
        breaker_seconds=manners.breaker_seconds,
        read_seconds=limits.read_seconds,
        total_seconds=limits.total_seconds,
        page_bytes=limits.page_bytes,
        file_bytes=min(limits.file_bytes, settings().max_file_bytes),
        closing_tag=trust.closing_tag,
        markers={
            "listing": trust.listing_markers,
            "probe": trust.listing_markers,
            "page": trust.page_markers,
        },
        fingerprints=trust.fingerprints,
    )


def _version() -> str:
    try:
        return version("gongkai")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
