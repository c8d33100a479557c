"""What a page is before it has meaning: glyphs, ruling lines and pictures with their places.

Shared by PDF files with a text layer and by scans. Lengths are points (1/72 inch), the origin is the
page's upper left corner as the text is read, y grows downwards.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import LimitError
from pipeline.records import Cell


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


def page_problems(pages: Sequence[PageContent]) -> tuple[str, ...]:
    """What was doubtful on the pages, one word first, as `Document.problems` wants it."""
    irregular, unsure = sum(page.irregular for page in pages), sum(page.unsure for page in pages)
    problems = []
    if irregular:
        problems.append(f"irregular_cells: {irregular}")
    if unsure:
        problems.append(f"unsure_prose: {unsure} recognised lines may be misread")
    return tuple(problems)


class Clock:
    """A deadline that the loops ask; `check` raises LimitError past it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._seconds = seconds

    def check(self) -> None:
        if time.monotonic() > self._end:
            raise LimitError(f"took more than {self._seconds:g} seconds; set GONGKAI_EXTRACT_SECONDS higher")

    def extend(self, seconds: float) -> None:
        """Give back time that was measured on its own (a page recognised by OCR has its own limit)."""
        self._end += seconds
