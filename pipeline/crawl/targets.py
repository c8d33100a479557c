"""Which documents are to be asked for: listed or known, one address each, within the years, and due."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from pipeline.archive import ListedItem, Resource
from pipeline.portals import Portal, urls
from pipeline.portals.model import Rhythm

CHINA = ZoneInfo("Asia/Shanghai")
FAR_PAST, FAR_FUTURE = date(1900, 1, 1), date(2999, 1, 1)
Due = Callable[["Target"], bool]


@dataclass(frozen=True, slots=True)
class Target:
    """One document's address. `held` is what the archive knows of it; `year` the report year it hints at."""

    url: str
    kind: Literal["page", "attachment"]
    year: int | None
    held: Resource | None


def find_targets(portal: Portal, listed: Iterable[ListedItem], resources: Iterable[Resource]) -> list[Target]:
    """One target a document: what is new first, then what was looked at longest ago, newest years first.

    Addresses that failed come last, those that failed least before the others: a budget then brings something
    new every night, and a broken corner of a portal cannot open the circuit breaker before the rest is done.

    A document listed twice (mobile twin, another spelling, the same document number in another column) is
    asked for once: where it was found before, else where it was first put. What is no longer listed stays.
    """
    held = {urls.url_key(resource.url): resource for resource in resources if resource.parent_url is None}
    groups: dict[str, list[ListedItem]] = defaultdict(list)
    for item in _worth_asking(portal, listed):
        groups[_identity(item.listing.url)].append(item)
    targets = [_choose(items, held) for items in groups.values()]
    known = {target.held.url for target in targets if target.held}
    twins = {urls.docid(target.url) for target in targets if target.held and not target.held.gone_at}
    for resource in held.values():
        is_twin = urls.docid(resource.url) in twins and urls.docid(resource.url) is not None
        if resource.url not in known and not (is_twin and resource.gone_at):
            targets.append(Target(resource.url, _kind(resource.url), None, resource))
    return sorted(targets, key=_urgency)


def _urgency(target: Target) -> tuple[int, date, int, str]:
    held = target.held
    failures = held.failure_count if held else 0
    looked_at = held.checked_at.astimezone(CHINA).date() if held else FAR_PAST
    return failures, looked_at, -(target.year or 9999), target.url


def _identity(url: str) -> str:
    """Within one portal a document number is a document; what has none is told by its address."""
    return urls.docid(url) or urls.url_key(url)


def _worth_asking(portal: Portal, listed: Iterable[ListedItem]) -> Iterable[ListedItem]:
    """Everything in a column of reports; in a mixed one only what may be a report."""
    columns: dict[str, list[ListedItem]] = defaultdict(list)
    for item in listed:
        columns[item.listing.column_url].append(item)
    pattern = re.compile(portal.discovery.item_title)
    for items in columns.values():
        fitting = [item for item in items if pattern.search(item.listing.title)]
        yield from items if 2 * len(fitting) >= len(items) else fitting


def _choose(items: list[ListedItem], held: dict[str, Resource]) -> Target:
    def rank(item: ListedItem) -> tuple[bool, bool, bool, date, str]:
        url = item.listing.url
        found = held.get(urls.url_key(url))
        is_alive = found is not None and found.gone_at is None
        is_gone = found is not None and found.gone_at is not None
        return not is_alive, is_gone, url != urls.without_wap(url), urls.url_date(url) or FAR_FUTURE, url

    best = min(items, key=rank).listing.url
    years = [item.hint_year for item in items if item.hint_year is not None]
    return Target(best, _kind(best), min(years, default=None), held.get(urls.url_key(best)))


def _kind(url: str) -> Literal["page", "attachment"]:
    return "attachment" if urls.is_file(url) else "page"


def everything(target: Target) -> bool:
    """Due without regard to any rhythm: for a run that is asked for by hand."""
    return True


def in_years(target: Target, years: tuple[int, int] | None) -> bool:
    """Within the years wanted; a document whose year cannot be told always is."""
    return years is None or target.year is None or years[0] <= target.year <= years[1]


def due_by_rhythm(rhythm: Rhythm, today: date) -> Due:
    """What the rhythm says: recent reports often, older ones less, vanished ones seldom, failed ones now."""

    def is_due(target: Target) -> bool:
        held = target.held
        if held is None or held.failure_count:
            return True
        days = (today - held.checked_at.astimezone(CHINA).date()).days
        if held.gone_at is not None:
            return days >= rhythm.everything_days
        is_recent = target.year is None or target.year > today.year - rhythm.recent_years - 1
        return days >= (rhythm.recent_days if is_recent else rhythm.older_days)

    return is_due
