"""The round of a night's portals, one after the other: one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.archive import Archive, CrawlFinding
from pipeline.config import Settings
from pipeline.crawl import CrawlSummary, discover, fetch_documents, open_client
from pipeline.errors import ArchiveError, GongkaiError
from pipeline.hosting import reachable
from pipeline.portals import Portal
from pipeline.progress import Report


def crawl_portals(
    portals: Sequence[Portal],
    archive: Archive,
    settings: Settings,
    run_id: str,
    years: Sequence[int] | None,
    progress: Report,
) -> CrawlSummary:
    """Fetch what is due (or the report years given) of every portal; the sum of their counts.

    What a portal answers never raises. A failure of our own in one portal (a TOML that does not fit, a bug in
    its reader) becomes the finding PORTAL_FAILED; it is raised where no portal at all could be crawled, and
    where the archive itself is damaged.
    """
    total = CrawlSummary()
    failures: list[Exception] = []
    for portal in portals:
        try:
            total += crawl_portal(portal, archive, settings, run_id, years, progress)
        except ArchiveError:
            raise
        except Exception as error:
            failures.append(error)
            reason = str(error) if isinstance(error, GongkaiError) else f"{type(error).__name__}: {error}"
            finding = CrawlFinding(portal.name, portal.base_url + "/", "PORTAL_FAILED", "error", reason)
            archive.record_finding(finding, datetime.now(UTC))
        else:
            rules = frozenset({"PORTAL_FAILED"})
            archive.resolve_findings(portal.name, portal.base_url + "/", datetime.now(UTC), rules)
    if failures and len(failures) == len(portals):
        raise failures[0]
    return total


def crawl_portal(
    portal: Portal,
    archive: Archive,
    settings: Settings,
    run_id: str,
    years: Sequence[int] | None,
    progress: Report,
) -> CrawlSummary:
    """Find one portal's columns, then fetch its documents."""
    span = (min(years), max(years)) if years else None
    with reachable(portal, settings) as there, open_client(there, archive, run_id) as get:
        found = discover(there, get, archive, run_id)
        fetched = fetch_documents(
            there,
            get,
            archive,
            run_id,
            years=span,
            progress=lambda done, of: progress(f"fetch {portal.name}", done, of or done),
        )
    return found.summary + fetched
