"""What a page is before it has meaning: glyphs, ruling lines and pictures with their places.

Shared by PDF files with a text layer and by scans. Lengths are points (1/72 inch), the origin is the
page's upper left corner as the text is read, y grows downwards.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import LimitError
from pipeline.records import Cell

WAITING = 4  # seconds on the clock for each second of computing


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


class Glyph(NamedTuple):
    """One printed character (of a scan: one recognised line) and its box."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class Rule(NamedTuple):
    """A ruling line: horizontal at y=`at` from x=`start` to x=`end`, or vertical with x and y swapped."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table on one page: its cells with spans, and where it stands."""

    box: Box
    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page: its tables, and the glyphs of the prose around them."""

    number: int  # 1-based
    width: float
    height: float
    tables: tuple[GridTable, ...]
    glyphs: tuple[Glyph, ...]
    irregular: int = 0  # areas within ruling lines that were no rectangle
    unsure: int = 0  # recognised lines of prose that may be misread
    is_bent: bool = False  # a photograph of curled paper, whose tables were not read


def page_problems(pages: Sequence[PageContent]) -> tuple[str, ...]:
    """What was doubtful on the pages, one word first, as `Document.problems` wants it."""
    irregular, unsure = sum(page.irregular for page in pages), sum(page.unsure for page in pages)
    problems = []
    if bent := [str(page.number) for page in pages if page.is_bent]:
        problems.append(f"picture_bent: the paper is curled on page {', '.join(bent)}; scan it flat")
    if irregular:
        problems.append(f"irregular_cells: {irregular}")
    if unsure:
        problems.append(f"unsure_prose: {unsure} recognised lines may be misread")
    return tuple(problems)


class Clock:
    """A deadline that the loops ask; `check` raises LimitError past it.

    It counts the seconds this thread computes, so that a busy machine refuses no document; WAITING times as
    long on the clock is the end all the same.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._computed = time.thread_time() + seconds
        self._end = time.monotonic() + WAITING * seconds

    def check(self) -> None:
        if time.thread_time() > self._computed or time.monotonic() > self._end:
            raise LimitError(f"took more than {self._seconds:g} seconds; set GONGKAI_EXTRACT_SECONDS higher")

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Time that does not count (a page recognised by OCR has its own limit)."""
        computed, start = time.thread_time(), time.monotonic()
        try:
            yield
        finally:
            self._computed += time.thread_time() - computed
            self._end += time.monotonic() - start
