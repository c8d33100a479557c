"""One planned report: everything about it but its content, which is made on request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.sample.agencies import Agency
from pipeline.sample.spec import BASE_URL
from pipeline.sample.styles import BY_NAME, Style

LOCAL_TABLE, STATISTICS, FORM_2019, FORM_2021 = "f2007_local", "f2014_stat", "f2019", "f2021"
SUFFIXES = {"html": None, "text": "txt", "scan": "pdf"} | {
    name: name for name in ("docx", "pdf", "xlsx", "zip", "doc")
}
HYBRID_HEADERS = "f2019|f2021"  # table 2 with 2019 headers in item one and 2021 rows elsewhere


@dataclass(frozen=True, slots=True)
class Report:
    """A published document. `copy` 2 is a correction in a new document, `revision` counts changed bytes
    under the same address, `column` is the path of its listing column, `stamped_on` the date in its URL."""

    agency: Agency
    year: int
    forms: tuple[str, str, str]
    style_name: str
    title: str
    listing_title: str
    title_year: int | None
    published_on: date
    stamped_on: date
    listed_on: date
    due_on: date | None
    status: str
    column: str
    shell: str
    copy: int = 1
    revision: int = 0
    fault: str | None = None
    docid: int = 0
    has_wap: bool = False
    second_column: str | None = None
    copied_from: tuple[str, int, int] | None = None  # whose text it repeats, with figures of its own

    @property
    def style(self) -> Style:
        """Its layout."""
        return BY_NAME[self.style_name]

    @property
    def key(self) -> tuple[str, int, int]:
        """Agency, year and copy: what its randomness hangs on."""
        return self.agency.agency_id, self.year, self.copy

    @property
    def folder(self) -> str:
        """Path of the folder its files lie in."""
        return f"{self.column}{self.stamped_on:%Y%m}/"

    @property
    def page_name(self) -> str:
        """File name of its page."""
        return f"t{self.stamped_on:%Y%m%d}_{self.docid}.html"

    @property
    def url(self) -> str:
        """Canonical address of its page: the report's identity in the truth."""
        return f"{BASE_URL}{self.folder}{self.page_name}"

    @property
    def attachment_name(self) -> str | None:
        """File name of its attachment; None where the page itself holds the report."""
        suffix = SUFFIXES[self.style.format]
        if suffix is None:
            return None
        return f"P0{self.published_on:%Y%m%d}{self.docid * 7919 % 10**12:012d}.{suffix}"

    @property
    def document_url(self) -> str:
        """Where the report itself is: its page or the attachment."""
        name = self.attachment_name
        return self.url if name is None else f"{BASE_URL}{self.folder}{name}"

    @property
    def index_no(self) -> str:
        """索引号: organisation code, year and number; blank where the agency has no code."""
        code = self.agency.org_code
        return f"{code}/{self.published_on.year}-{self.docid % 1000:05d}" if code else ""

    @property
    def is_correction(self) -> bool:
        return self.copy > 1

    @property
    def is_statistics(self) -> bool:
        """Whether it is a report with the table of 2014 to 2018."""
        return self.forms[1] == STATISTICS

    @property
    def is_early(self) -> bool:
        """Whether its text has the parts of the years before 2019, and one table as an annex at most."""
        return self.forms[1] in (STATISTICS, LOCAL_TABLE)


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A report that is due and was never (or not yet) published."""

    agency: Agency
    year: int
    due_on: date | None


def due_on(year: int, scope: str) -> date | None:
    """The last day in time for the report on `year`; None for scopes without a deadline."""
    if scope == "public_enterprise":
        return None
    if year <= 2018 or scope == "government_aggregate":
        return date(year + 1, 3, 31)
    return date(year + 1, 1, 31)
