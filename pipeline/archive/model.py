"""Rows of the catalogue as frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pipeline.records import Listing, Severity

Outcome = Literal["new", "changed", "unchanged", "not_modified", "gone", "blocked", "refused", "failed"]
WITH_BODY = frozenset({"new", "changed", "unchanged"})
ALIVE = WITH_BODY | {"not_modified"}
# kinds whose bodies are documents, with versions; the others only serve to find them
DOCUMENT_KINDS = frozenset({"page", "attachment"})


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address asked for, and how that ended."""

    run_id: str
    portal: str
    url: str
    kind: str
    at: datetime
    outcome: Outcome
    seconds: float
    url_key: str
    docid: str | None = None
    parent_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    byte_count: int = 0
    attempt_count: int = 1
    sha256: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """The present state of one address."""

    url: str
    url_key: str
    docid: str | None
    kind: str
    parent_url: str | None
    sha256: str | None
    etag: str | None
    last_modified: str | None
    checked_at: datetime
    gone_at: datetime | None
    failure_count: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of annual reports as last read whole."""

    url: str
    title: str | None
    template: str  # the selector of the ladder that read it
    evidence: str  # JSON
    item_count: int
    page_count: int
    checked_at: datetime
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A listing with the year its title or date hints at."""

    listing: Listing
    hint_year: int | None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CrawlFinding:
    """Something about an address that a reader of the data must know."""

    portal: str
    url: str
    rule: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was asked to do."""

    run_id: str
    portals: str  # names, by comma
    years: str  # as given, or "due"
    as_of: date


@dataclass(frozen=True, slots=True)
class Extraction:
    """One document read by one reader."""

    sha256: str
    reader_version: str
    seconds: float
    status: Literal["read", "refused", "failed"]
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The archive checked against its names: how many files, which are damaged, which are missing."""

    object_count: int
    byte_count: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.damaged and not self.missing
