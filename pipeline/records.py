"""The frozen records that stages hand to each other; data only, no behaviour.

portal -> Listing -> Snapshot -> (bytes) -> Document -> TablePart -> Observation, Figure, Finding, RuleCheck
                                                              all together: Reading

`Cell` and `Observation`, of which a report has hundreds, are named tuples: making one takes a tenth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

Severity = Literal["error", "warn", "info"]
Semantic = Literal["number", "zero", "blank", "na_mark", "text", "row_missing"]
Qualifier = Literal["exact", "approx", "gt", "lt"]
# broken: an identity or expectation fails; refused: a part is not read at all; noted: a fact worth knowing
FindingStatus = Literal["broken", "refused", "noted"]
# whose mistake: the agency's report, our extraction, the portal, or not to be told
Fault = Literal["agency", "extraction", "portal", "unknown"]
Part = Literal["t2", "t3", "t4", "s", "narrative", "document"]


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a portal's listing page: a link that may lead to a report."""

    portal: str
    url: str  # canonical address, never host:port of a test server
    title: str
    list_url: str  # the listing page it stood on (canonical)
    column_url: str  # first page of the column
    column_title: str | None = None
    listed_on: date | None = None
    issuer: str | None = None
    index_no: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One archived body: which address gave which bytes, and when first."""

    portal: str
    url: str
    sha256: str
    media_type: str | None  # as sniffed; the header's claim is in the fetch log
    fetched_at: datetime  # UTC, first time these bytes came from this address
    parent_url: str | None = None  # the page that linked an attachment
    version_no: int = 1  # 1 for the first bytes seen under this address


class Cell(NamedTuple):
    """One printed cell, at its anchor in the grid (0-based); text as printed, outer blanks stripped."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    page: int | None = None  # 1-based; None where the format has no pages
    confidence: float | None = None  # of recognised (OCR) cells; 0 where a number runs over a border


@dataclass(frozen=True, slots=True)
class Table:
    """One table as a grid: cells by row, then column. Knows nothing of their meaning.

    `prose_offset` is where the table stands in `Document.prose`: text before it has smaller offsets.
    `ragged` tables come from text: columns are counted per line, so only the order in a row is sure.
    """

    index: int  # 1-based in document order: the `t2` of a source string
    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    prose_offset: int
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file a page links to: absolute or relative href as printed, and its link text."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file: prose and tables, no meaning attached.

    `prose` holds the text outside tables, paragraphs divided by a newline; spans of figures are offsets in it.
    `titles` are candidates, best first (body headline, h1, title tag, metadata). `metadata` is the portal's
    block of label/value pairs (索引号, 发文时间, 发布机构 …), labels without blanks.
    `problems` name what the extractor could not do ("picture_tables: 3", "truncated", …), one word first.
    `rivals` are other documents of the same archive file that may be reports too.
    """

    sha256: str
    format: str  # html, text, pdf, scan, docx, doc, wps, xls, xlsx, zip …
    prose: str
    tables: tuple[Table, ...] = ()
    titles: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    encoding: str | None = None
    page_count: int | None = None
    picture_count: int = 0
    problems: tuple[str, ...] = ()
    rivals: tuple[Document, ...] = ()


class Observation(NamedTuple):
    """One form cell of one document. `value` is what is printed; `filled` what the blank rules make of it."""

    document_sha256: str
    cell_code: str
    value_raw: str
    value: float | None
    semantic: Semantic
    unit: str | None  # the unit printed in the cell, else None (the form's unit is in seeds.form_cells)
    filled: float | None
    fill_rule: str | None
    source_cell: str  # p3/t2/r7/c4, 1-based; `p` only where the format has pages
    row_label: str | None = None  # as printed, where it is not the form's own wording


@dataclass(frozen=True, slots=True)
class Figure:
    """One number stated in prose. `span` are offsets in Document.prose; `value` is the stated number."""

    document_sha256: str
    measure: str
    channel: str | None
    value: float
    unit: str | None
    qualifier: Qualifier
    span: tuple[int, int]
    snippet: str
    rule: str  # the name of the pattern that found it
    confidence: float = 1.0
    scope: str | None = None  # government_aggregate where the sentence speaks of the whole city or county


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader must know about a document: both sides, the cells, and whose mistake it is."""

    document_sha256: str | None
    rule: str  # T3_ROW_SUM, YEAR_TITLE_PERIOD, BLOCK_PAGE …
    severity: Severity
    status: FindingStatus
    part: Part
    message: str  # one English line with the printed Chinese where it helps
    fault: Fault = "unknown"
    left: float | None = None  # the side that is printed as total
    right: float | None = None  # the side that is computed
    delta: float | None = None  # left - right
    tolerance: float = 0.0
    cell_codes: tuple[str, ...] = ()
    source_cells: tuple[str, ...] = ()
    url: str | None = None
    scope_key: str = ""  # tells two findings of one rule in one document apart, stable over runs


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """How often one rule held, broke, or could not be assessed in one document."""

    document_sha256: str
    rule: str
    held: int
    broken: int
    not_assessable: int


@dataclass(frozen=True, slots=True)
class PartStatus:
    """What became of table 2, 3, 4 or the f2014 table of one document."""

    part: Part
    form_id: str | None  # None: not there or not recognised
    status: Literal["read", "refused", "missing", "empty"]
    reason: str | None = None
    table_indexes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a document says it is: whose report on which year. Names as printed; resolving is the warehouse's."""

    document_sha256: str
    title: str | None
    agency: str | None  # as printed, blanks removed
    report_year: int | None  # the statistics period's year; the title's where no period is printed
    title_year: int | None
    period_year: int | None
    issuer: str | None  # 发布机构 of the portal's metadata
    index_no: str | None  # 索引号
    metadata_date: date | None  # 发文时间, 发布日期 … of the portal's metadata
    signature_date: date | None  # the date under the text
    is_correction: bool  # 更正, 修订 in the title
    is_companion: bool  # 图解, 一图读懂, 目录, 汇总: beside a report, not one
    is_aggregate: bool  # the text speaks for 全市/全县各级行政机关
    is_report: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read out of one file."""

    document: Document
    report: Report
    parts: tuple[PartStatus, ...]
    observations: tuple[Observation, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    checks: tuple[RuleCheck, ...]
