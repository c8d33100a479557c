"""The first step of a crawl: which columns of annual reports there are, and what stands in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.archive import Archive, Column, ListedItem
from pipeline.crawl.columns import ColumnRead, changes, read_column
from pipeline.crawl.search import Found, Sight, find_columns
from pipeline.crawl.session import Session, utc_now
from pipeline.crawl.summary import CrawlSummary
from pipeline.errors import CircuitOpenError
from pipeline.fetch import Client, Kind
from pipeline.portals import Portal, trs_wcm, urls
from pipeline.records import Listing

CHINA = ZoneInfo("Asia/Shanghai")
COLUMN_RULES = frozenset({"COLUMN_VANISHED", "COLUMN_MOVED", "COLUMN_SHRUNK", "COLUMN_TEMPLATE"})


@dataclass(frozen=True, slots=True)
class Discovery:
    """Columns and rows that stand on the portal as far as known now; `is_full`: the whole search was made."""

    columns: tuple[Column, ...]
    listings: tuple[ListedItem, ...]
    is_full: bool
    summary: CrawlSummary


def discover(
    portal: Portal,
    get: Client,
    archive: Archive,
    run_id: str,
    *,
    full: bool | None = None,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[int, int | None], None] | None = None,
) -> Discovery:
    """Look for columns, read each whole, remember them with the evidence, and note what is wrong.

    `full` None: the whole search when nothing is known or the rhythm says so, else start pages and columns.
    Never raises for what the portal does: it becomes a finding. `progress(columns read, None)`.
    """
    step = _Discover(Session(portal, get, archive, run_id, now))
    is_full = step.is_full_due() if full is None else full
    for count, found in enumerate(find_columns(portal, step.look, step.live_urls(), full=is_full), 1):
        step.read(found)
        if progress:
            progress(count, None)
    step.conclude(is_full)
    columns = tuple(column for column in archive.columns(portal.name) if column.gone_at is None)
    listings = tuple(item for item in archive.listed(portal.name) if item.gone_at is None)
    return Discovery(columns, listings, is_full, step.session.summary())


class _Discover:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.portal = session.settings
        self.archive = session.archive
        self.before = {column.url: column for column in self.archive.columns(self.portal.name)}
        self.rows_before = _by_column(self.archive.listed(self.portal.name))
        self.sights: dict[str, Sight] = {}
        self.read_now: set[str] = set()
        self.rests_left = self.portal.manners.passes - 1  # times to wait for a host that failed too often

    def is_full_due(self) -> bool:
        """Nothing known, a column gone, or the last whole search too long ago."""
        last = self.archive.noted(f"searched:{self.portal.name}")
        if last is None or any(column.gone_at for column in self.before.values()) or not self.before:
            return True
        return (self.today() - date.fromisoformat(last)).days >= self.portal.rhythm.everything_days

    def today(self) -> date:
        return self.session.now().astimezone(CHINA).date()

    def live_urls(self) -> list[str]:
        return [column.url for column in self.before.values() if column.gone_at is None]

    def look(self, url: str, kind: Kind) -> Sight:
        """Fetch and read a listing page; a folder without an index is asked for its list."""
        visit = self.session.visit(url, kind, quiet=kind == "probe")
        if isinstance(visit.error, CircuitOpenError) and self.rests_left:
            self.rests_left -= 1
            self.session.get.rest(url)
            visit = self.session.visit(url, kind, quiet=kind == "probe")
        if visit.outcome == "gone" and url.endswith("/"):
            visit = self.session.visit(url + "list.html", kind, quiet=kind == "probe")
        text = self.session.text(visit) if visit.is_alive else None
        page = trs_wcm.read_listing(text, visit.url, self.portal.selectors) if text is not None else None
        self.sights[url] = Sight(visit.outcome, page)
        return self.sights[url]

    def read(self, found: Found) -> None:
        """Read a column whole, compare, remember. An old one whose first page stands still is read weekly."""
        url = found.lead.url
        before = self.before.get(url)
        outcome = self.sights[url].outcome
        self.read_now.add(url)
        if before is not None and outcome == "not_modified" and self._may_rest(before):
            return
        announced = found.page.pages.total
        if announced is None and before is not None and outcome == "not_modified":
            announced = before.page_count
        read = read_column(
            found.page,
            self.look,
            announced=announced,
            probe=outcome != "not_modified",
            limit=self.portal.limits.list_pages,
        )
        self._save(found, before, read)

    def _may_rest(self, column: Column) -> bool:
        years = [item.hint_year for item in self.rows_before.get(column.url, []) if item.hint_year]
        rhythm, today = self.portal.rhythm, self.today()
        if not years or max(years) > today.year - rhythm.recent_years - 1:
            return False
        return (today - column.checked_at.astimezone(CHINA).date()).days < rhythm.older_days

    def _save(self, found: Found, before: Column | None, read: ColumnRead) -> None:
        url, now, template = found.lead.url, self.session.now(), found.page.template or "none"
        problems = list(changes(before, read, template, self.portal.trust)) if before else []
        is_shrunk = not read.rows or self._is_shrunk(url, [rule for rule, _, _ in problems])
        standing = {rule for rule, _, _ in problems}
        for rule, severity, message in problems:
            self.session.find(rule, url, severity, message)
        if read.notes:
            self.session.find("LISTING_CONTRADICTS", url, "warn", "; ".join(read.notes[:5]))
            standing.add("LISTING_CONTRADICTS")
        self.archive.resolve_findings(
            self.portal.name, url, now, (COLUMN_RULES | {"LISTING_CONTRADICTS"}) - standing
        )
        believed = read.is_whole and not is_shrunk
        column = Column(
            url=url,
            title=found.lead.title or (before.title if before else None) or found.page.title,
            template=template if read.rows or before is None else before.template,
            evidence=before.evidence if before else json.dumps(found.evidence, ensure_ascii=False),
            item_count=len(read.rows) if believed or before is None else before.item_count,
            page_count=read.page_count if believed or before is None else before.page_count,
            checked_at=now,
        )
        items = [self._listed(column, item, list_url) for item, list_url in read.rows.values()]
        self.archive.save_column(self.portal.name, column, items, drop_unlisted=believed, at=now)

    def _is_shrunk(self, url: str, rules: list[str]) -> bool:
        """A loss of rows is believed only after it has stood for some days."""
        if "COLUMN_SHRUNK" not in rules:
            return False
        since = self.archive.standing_since(self.portal.name, url, "COLUMN_SHRUNK")
        return since is None or self.session.now() - since < timedelta(days=self.portal.trust.shrink_days)

    def _listed(self, column: Column, item: trs_wcm.Item, list_url: str) -> ListedItem:
        listing = Listing(
            portal=self.portal.name,
            url=item.url,
            title=item.title,
            list_url=list_url,
            column_url=column.url,
            column_title=column.title,
            listed_on=item.listed_on,
            issuer=item.issuer,
            index_no=item.index_no,
        )
        return ListedItem(listing, trs_wcm.hint_year(item.title, item.listed_on))

    def conclude(self, is_full: bool) -> None:
        """Note columns that were known and are not there, and a search that found nothing."""
        now = self.session.now()
        for url in self.live_urls():
            if url not in self.read_now and self.sights.get(url, Sight("failed")).outcome == "gone":
                self._vanished(url, now)
        if any(sight.page for sight in self.sights.values()) and is_full:
            self.archive.note(f"searched:{self.portal.name}", self.today().isoformat())
        home = self.portal.base_url + "/"
        if any(column.gone_at is None for column in self.archive.columns(self.portal.name)):
            self.archive.resolve_findings(self.portal.name, home, now, frozenset({"NO_COLUMNS"}))
        else:
            tried = (
                f"{len(self.sights)} pages looked at, start pages {', '.join(self.portal.discovery.start)}"
            )
            self.session.find("NO_COLUMNS", home, "error", f"no column of annual reports found ({tried})")

    def _vanished(self, url: str, now: datetime) -> None:
        """A column that is gone: moved, if other columns hold its documents; else an error."""
        self.archive.column_gone(url, now)
        ids = {urls.docid(item.listing.url) or item.listing.url for item in self.rows_before.get(url, [])}
        elsewhere = {
            urls.docid(item.listing.url) or item.listing.url
            for item in self.archive.listed(self.portal.name)
            if item.gone_at is None and item.listing.column_url != url
        }
        if len(ids & elsewhere) >= (1 - self.portal.trust.shrink_share) * max(len(ids), 1):
            self.archive.drop_listings(self.portal.name, url, now)
            self.session.find("COLUMN_MOVED", url, "info", f"gone; its {len(ids)} documents stand elsewhere")
        else:
            missing = len(ids - elsewhere)
            self.session.find(
                "COLUMN_VANISHED", url, "error", f"gone, and {missing} of its {len(ids)} rows with it"
            )


def _by_column(items: list[ListedItem]) -> dict[str, list[ListedItem]]:
    columns: dict[str, list[ListedItem]] = {}
    for item in items:
        if item.gone_at is None:
            columns.setdefault(item.listing.column_url, []).append(item)
    return columns
