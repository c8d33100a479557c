"""Reading one column whole, and comparing it with what it was the night before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.archive import Column
from pipeline.crawl.search import Look
from pipeline.portals import trs_wcm
from pipeline.portals.model import Trust
from pipeline.portals.trs_wcm import Item, ListingPage

MISSES = 2  # pages not there in a row, after which the end is believed


@dataclass(slots=True)
class ColumnRead:
    """A column's rows with the page each stood on.

    `is_whole` is False where a page did not come or contradicts another: then nothing may be concluded from a
    row that is missing. `notes` say what contradicts.
    """

    rows: dict[str, tuple[Item, str]] = field(default_factory=dict)
    page_count: int = 0
    is_whole: bool = True
    notes: list[str] = field(default_factory=list)

    def add(self, page: ListingPage) -> None:
        self.page_count += 1
        for item in page.items:
            self.rows.setdefault(item.url, (item, page.url))


def read_column(
    first: ListingPage, look: Look, *, announced: int | None, probe: bool, limit: int
) -> ColumnRead:
    """All pages of a column. `announced`: how many there are said to be; `probe`: look for more than that.

    Page 2 is `_1` on most sites and `_2` on those that count from 1, so a `_1` that repeats the first page
    or is not there only shifts the numbers.
    """
    read = ColumnRead()
    read.add(first)
    seen, misses, number, last = {_urls(first)}, 0, 0, (announced or 1) - 1
    while read.page_count < limit and misses < MISSES:
        number += 1
        is_expected = number <= last
        if not is_expected and announced is not None and not probe:
            break
        sight = look(trs_wcm.page_url(first.url, first.pages, number), "listing" if is_expected else "probe")
        if sight.page is not None and sight.page.items and _urls(sight.page) not in seen:
            seen.add(_urls(sight.page))
            read.add(sight.page)
            misses = 0
        elif number == 1 and (sight.outcome == "gone" or sight.page is not None):
            last += bool(last)
        elif is_expected:
            misses += 1
            read.is_whole = False
            read.notes.append(f"page {number} of {last}: {_what(sight.outcome, sight.page)}")
        else:
            break
    if announced is not None and read.page_count > announced:
        read.notes.append(f"{announced} pages announced, {read.page_count} found")
    return read


def _urls(page: ListingPage) -> tuple[str, ...]:
    return tuple(item.url for item in page.items)


def _what(outcome: str, page: ListingPage | None) -> str:
    if page is None:
        return outcome
    return "repeats an earlier page" if page.items else "no rows"


def changes(before: Column, read: ColumnRead, template: str, trust: Trust) -> Iterator[tuple[str, str, str]]:
    """(rule, severity, message) for what is wrong with a column compared with the last whole reading."""
    if read.is_whole and len(read.rows) < before.item_count * (1 - trust.shrink_share):
        yield "COLUMN_SHRUNK", "error", f"{before.item_count} rows before, {len(read.rows)} now"
    if read.rows and template != before.template:
        yield "COLUMN_TEMPLATE", "warn", f"read by {template}, before by {before.template}"
