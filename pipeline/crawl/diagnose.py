"""What a live portal looks like through its TOML, item by item; nothing is archived."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.crawl.columns import read_column
from pipeline.crawl.search import Found, Sight, find_columns
from pipeline.errors import FetchError, GongkaiError
from pipeline.fetch import Client, Kind, Reply, Request, decode
from pipeline.portals import Portal, trs_wcm, urls
from pipeline.portals.trs_wcm import DetailPage, ListingPage

REPORTS = 3
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One item looked at: is it as the TOML expects, and what was found."""

    item: str
    ok: bool
    detail: str


def diagnose(portal: Portal, get: Client, read: Callable[[bytes], str] | None = None) -> Iterator[Diagnosis]:
    """Probe robots, start pages, columns, template, page count, body selector and the first three reports.

    `read` turns a report's bytes into one line about what was read of it; without it markers are checked.
    Never raises for what the portal does.
    """
    probe = _Probe(portal, get)
    yield probe.robots()
    yield from probe.start_pages()
    found = list(find_columns(portal, probe.look, (), full=True))
    yield probe.columns(found)
    if not found:
        return
    # a column that holds many reports tells more than one that holds few
    best = max(found, key=lambda column: column.report_count)
    yield _template(best.page)
    yield probe.pagination(best.page)
    bodies = list(probe.reports(best))
    yield _body_selector(bodies)
    for reply, error, page in bodies:
        yield _report(reply, error, page, read)


Body = tuple[Reply | None, str, DetailPage | None]


class _Probe:
    def __init__(self, portal: Portal, get: Client) -> None:
        self.portal = portal
        self.get = get
        self.errors: dict[str, str] = {}
        self.moved: dict[str, str] = {}

    def fetch(self, url: str, kind: Kind) -> Reply | None:
        try:
            reply = self.get.get(Request(url, kind))
            self.moved[url] = reply.final_url
            return reply
        except FetchError as error:
            self.errors[url] = f"{type(error).__name__}: {error}"
            return None

    def look(self, url: str, kind: Kind) -> Sight:
        reply = self.fetch(url, kind)
        if reply is None and url.endswith("/") and "HTTP 404" in self.errors[url]:
            url += "list.html"
            reply = self.fetch(url, kind)
        if reply is None or reply.body is None:
            return Sight("gone" if "HTTP 404" in self.errors.get(url, "") else "failed")
        return Sight("new", trs_wcm.read_listing(decode(reply.body)[0], url, self.portal.selectors))

    def robots(self) -> Diagnosis:
        home = self.portal.base_url + "/"
        try:
            rules = self.get.robots(home)
            rules.check(home)
        except FetchError as error:
            return Diagnosis("robots", False, f"{type(error).__name__}: {error}")
        if rules.rules is None:
            return Diagnosis("robots", True, "none: everything allowed")
        pause = f"; asks for {rules.delay:g} s between requests" if rules.delay else ""
        return Diagnosis("robots", True, f"read; the start page is allowed{pause}")

    def start_pages(self) -> Iterator[Diagnosis]:
        for url in self.portal.start_urls:
            page = self.look(url, "listing").page
            detail = f"{len(page.links)} links" if page else self.errors.get(url, "no page")
            if self.moved.get(url, url) != url:
                detail += f"; redirected to {self.moved[url]}, which base_url may have to follow"
            yield Diagnosis("start page", page is not None and bool(page.links), f"{url}: {detail}")

    def columns(self, found: list[Found]) -> Diagnosis:
        if not found:
            failed = (
                "; ".join(list(self.errors.values())[:SHOWN]) or "no link and no candidate path led to one"
            )
            return Diagnosis("columns", False, f"none found ({failed})")
        shown = ", ".join(
            f"{one.lead.url} ({one.report_count} reports; {one.lead.how})" for one in found[:SHOWN]
        )
        return Diagnosis("columns", True, f"{len(found)}: {shown}{' …' if len(found) > SHOWN else ''}")

    def pagination(self, page: ListingPage) -> Diagnosis:
        total = page.pages.total
        read = read_column(page, self.look, announced=total, probe=False, limit=SHOWN)
        said = "no page count on the page" if total is None else f"{total} pages announced"
        trouble = f"; {'; '.join(read.notes)}" if read.notes else ""
        detail = f"{said}, {read.page_count} read, {len(read.rows)} rows{trouble}"
        return Diagnosis("pagination", read.is_whole, detail)

    def reports(self, column: Found) -> Iterator[Body]:
        """The first reports of a column: the reply or the error, and the page's parts."""
        pattern = self.portal.discovery.report_title
        items = [item for item in column.page.items if re.search(pattern, item.title)]
        for item in items[:REPORTS]:
            kind: Kind = "attachment" if urls.is_file(item.url) else "page"
            reply = self.fetch(item.url, kind)
            if reply is None or reply.body is None:
                yield None, self.errors.get(item.url, item.url), None
                continue
            text = decode(reply.body)[0]
            page = trs_wcm.read_detail(text, item.url, self.portal.selectors) if kind == "page" else None
            yield reply, "", page


def _template(page: ListingPage) -> Diagnosis:
    dated = sum(item.listed_on is not None for item in page.items)
    detail = f"{page.template}: {len(page.items)} rows, {dated} with a date ({page.url})"
    return Diagnosis("listing template", page.template is not None and dated > 0, detail)


def _body_selector(bodies: list[Body]) -> Diagnosis:
    pages = [page for _, _, page in bodies if page is not None]
    found = sorted({page.body_selector for page in pages if page.body_selector})
    ok = bool(pages) and all(page.body_selector for page in pages)
    return Diagnosis("body selector", ok, ", ".join(found) or "no selector of the ladder matches")


def _report(
    reply: Reply | None, error: str, page: DetailPage | None, read: Callable[[bytes], str] | None
) -> Diagnosis:
    if reply is None or reply.body is None:
        return Diagnosis("report", False, error)
    files = f", {len(page.attachments)} attachments" if page and page.attachments else ""
    detail = f"{reply.url}: {reply.media_type}, {len(reply.body)} bytes{files}"
    if read is None:
        return Diagnosis("report", True, detail)
    try:
        return Diagnosis("report", True, f"{detail}; {read(reply.body)}")
    except GongkaiError as problem:
        return Diagnosis("report", False, f"{detail}; {problem}")
