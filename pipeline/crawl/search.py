"""Finding the columns of annual reports: from start pages by link texts and paths, and below known ones."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal
from urllib.parse import urlsplit

from pipeline.archive import Outcome
from pipeline.fetch import Kind
from pipeline.portals import Portal, trs_wcm, urls
from pipeline.portals.trs_wcm import ListingPage

Role = Literal["start", "hub", "column", "below", "known", "probe"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen at an address; `page` None where nothing trustworthy came."""

    outcome: Outcome
    page: ListingPage | None = None


# looks at an address as a listing or a probe (which need not exist)
Look = Callable[[str, Kind], Sight]


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that may be a column, or lead to one, and how it was come by."""

    url: str
    role: Role
    how: str
    title: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A page that is a column: its first page and the evidence."""

    lead: Lead
    page: ListingPage
    report_count: int  # titles of the first page that are reports'

    @property
    def evidence(self) -> dict[str, str | int]:
        return {"how": self.lead.how, "reports": self.report_count, "rows": len(self.page.items)}


@dataclass(slots=True)
class _Search:
    portal: Portal
    look: Look
    known: dict[str, str]  # url_key -> the address the column is remembered under
    full: bool
    queue: deque[Lead] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    looked: int = 0

    def run(self) -> Iterator[Found]:
        while self.queue:
            lead = self.queue.popleft()
            key = urls.url_key(lead.url)
            if key in self.seen or (lead.role != "known" and self.looked >= self.portal.discovery.max_pages):
                continue
            self.seen.add(key)
            self.looked += lead.role != "known"
            page = self.look(lead.url, "probe" if lead.role == "probe" else "listing").page
            if page is None:
                continue
            self.follow(lead, page)
            reports = count_reports(self.portal, page)
            if lead.role == "known" or (lead.role not in ("start", "hub") and self.is_column(page, reports)):
                yield Found(lead, page, reports)

    def is_column(self, page: ListingPage, reports: int) -> bool:
        """Enough titles of reports, or few rows of which most are."""
        return reports >= self.portal.discovery.min_reports or 0 < len(page.items) <= 2 * reports

    def follow(self, lead: Lead, page: ListingPage) -> None:
        """Queue what a page leads to; columns first, so that a cap on pages cuts hubs off."""
        for link in page.links:
            if urls.is_folder(link.url) and urls.url_key(link.url) not in self.seen:
                found = self.lead_of(lead, link)
                if found is not None and found.role == "hub":
                    self.queue.append(found)
                elif found is not None:
                    self.queue.appendleft(found)

    def lead_of(self, lead: Lead, link: trs_wcm.Link) -> Lead | None:
        rules = self.portal.discovery
        if lead.depth > rules.max_depth or not _is_own(self.portal, link.url):
            return None
        depth, where = lead.depth + 1, urls.url_key(lead.url)
        known = self.known.get(urls.url_key(link.url))
        url = known or link.url
        if any(re.search(text, link.text) for text in rules.column_texts):
            return Lead(url, "known" if known else "column", f"link {link.text} on {where}", link.text, depth)
        path = next((p for p in rules.candidates if fnmatchcase(urlsplit(link.url).path, p)), None)
        if path is not None:
            return Lead(url, "known" if known else "column", f"path {path} on {where}", link.text, depth)
        if lead.role in ("column", "below", "known", "probe") and urls.is_below(link.url, lead.url):
            return Lead(url, "known" if known else "below", f"below {where}", link.text, depth)
        is_hub = any(re.search(text, link.text) for text in rules.hub_texts)
        # the directories of single departments lie below the hub that lists them
        if self.full and (is_hub or (lead.role == "hub" and urls.is_below(link.url, lead.url))):
            return Lead(url, "hub", f"hub {link.text} on {where}", link.text, depth)
        return None


def find_columns(portal: Portal, look: Look, known: Iterable[str], *, full: bool) -> Iterator[Found]:
    """Columns of a portal: the known ones first, then what start pages and columns lead to.

    `full` also walks through hub pages and tries the candidate paths.
    """
    remembered = {urls.url_key(url): url for url in known}
    search = _Search(portal, look, remembered, full)
    search.queue.extend(Lead(url, "known", "known") for url in remembered.values())
    search.queue.extend(Lead(url, "start", "start page") for url in portal.start_urls)
    yield from search.run()
    if full:
        paths = (path for path in portal.discovery.candidates if "*" not in path)
        search.queue.extend(Lead(portal.base_url + path, "probe", f"candidate {path}") for path in paths)
        yield from search.run()


def count_reports(portal: Portal, page: ListingPage) -> int:
    return sum(re.search(portal.discovery.report_title, item.title) is not None for item in page.items)


def _is_own(portal: Portal, url: str) -> bool:
    """On one of the portal's hosts: links elsewhere are not followed, and are no finding."""
    host = urlsplit(url).hostname or ""
    names = (entry.rpartition(":")[0] or entry for entry in portal.hosts)
    return any(host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in names)
