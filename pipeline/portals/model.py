"""A portal as data: what its TOML may say, checked on reading. Times in seconds, sizes in bytes."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

CONFIG = ConfigDict(extra="forbid")
HOST_PORT = re.compile(r"\[?[0-9a-fA-F.:]+\]?:\d{1,5}")


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    return text


def _address(text: str) -> str:
    if not HOST_PORT.fullmatch(text):
        raise ValueError(f"{text!r} is no address:port")
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
Positive = Annotated[float, Field(gt=0)]
Seconds = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Days = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, config=CONFIG)
class Discovery:
    """How columns of annual reports are found."""

    start: tuple[str, ...]  # paths of pages to start at
    column_texts: tuple[Pattern, ...]  # a link with such a text leads to a column
    hub_texts: tuple[Pattern, ...] = ()  # … to a page that may link to columns
    candidates: tuple[str, ...] = ()  # paths to try; one with a * is looked for among the links met
    report_title: Pattern = r"20\d\d.{0,30}信息公开.{0,6}(年度?报告|年报|报告)"
    item_title: Pattern = r"年度?报告|年报|信息公开"  # in a mixed column, only such items are fetched
    min_reports: Count = 3  # titles like report_title that make a page a column
    max_depth: Annotated[int, Field(ge=0)] = 3  # links from a start page to a column
    max_pages: Count = 300  # pages looked at while searching


@dataclass(frozen=True, config=CONFIG)
class ItemSelector:
    """One rung of the ladder that reads a listing page; `name` is remembered as the column's template."""

    name: str
    row: str
    link: str = "a[href]"
    date: str | None = None
    label: str | None = None  # label/value boxes (索引号, 责任部门 …) in the row or right after it


@dataclass(frozen=True, config=CONFIG)
class Selectors:
    """CSS ladders: the first rung that matches wins."""

    items: tuple[ItemSelector, ...]
    body: tuple[str, ...]
    attachments: tuple[str, ...] = ("a[appendix]", "a[needdownload]")


@dataclass(frozen=True, config=CONFIG)
class Trust:
    """What tells a genuine page from a firewall's."""

    listing_markers: tuple[str, ...]
    page_markers: tuple[str, ...]
    fingerprints: tuple[str, ...] = ()
    closing_tag: bool = True  # a page without </html> counts as cut
    shrink_share: Annotated[float, Field(gt=0, lt=1)] = 0.15  # a column losing more is a finding
    shrink_days: Days = 7  # … and is believed after so many days


@dataclass(frozen=True, config=CONFIG)
class Manners:
    """How the portal is asked."""

    min_interval: Seconds = 2.0
    jitter: Seconds = 1.0
    budget: Count = 3000  # requests per host and night
    attempts: Count = 4
    wait_initial: Seconds = 2.0
    wait_max: Seconds = 60.0
    max_retry_after: Seconds = 300.0  # a longer one is left to the next night
    breaker_failures: Count = 5  # addresses failed in a row, until the host is left alone …
    breaker_seconds: Seconds = 300.0  # … for so long
    passes: Count = 2  # how often a failed address is tried in one night
    robots_agent: str = "gongkai"


@dataclass(frozen=True, config=CONFIG)
class Limits:
    """How much one request may bring and take."""

    page_bytes: Count = 8 * 2**20
    file_bytes: Count = 64 * 2**20
    read_seconds: Positive = 20.0  # silence
    total_seconds: Positive = 90.0
    list_pages: Count = 300  # of one column
    attachments: Count = 30  # of one page


@dataclass(frozen=True, config=CONFIG)
class Rhythm:
    """Days between two looks at an address; 0: every run."""

    recent_years: Count = 2  # this year's and last year's reports are recent
    recent_days: Days = 0
    older_days: Days = 7
    everything_days: Days = 30  # vanished addresses, and the whole search for columns


@dataclass(frozen=True, config=CONFIG)
class Portal:
    """One portal. `connect` maps a canonical host to the address:port that serves it; never in a TOML."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title_zh: str
    base_url: Annotated[str, Field(pattern=r"^https?://[^/@\s]+$")]
    hosts: Annotated[tuple[str, ...], Field(min_length=1)]
    agencies: str  # folder of its agency lists; "sample": written by the sample itself
    discovery: Discovery
    selectors: Selectors
    trust: Trust
    kind: Literal["real", "sample"] = "real"
    cms: Literal["trs_wcm"] = "trs_wcm"
    years: tuple[int, int] | None = None  # report years wanted; None: all
    allow_private: bool = False
    manners: Manners = Field(default_factory=Manners)
    limits: Limits = Field(default_factory=Limits)
    rhythm: Rhythm = Field(default_factory=Rhythm)
    connect: dict[str, Annotated[str, AfterValidator(_address)]] | None = None

    @property
    def start_urls(self) -> tuple[str, ...]:
        return tuple(self.base_url + path for path in self.discovery.start)
