"""One page picture -> its tables and prose: straighten, find the grid, read cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.extract import scan_image as image
from pipeline.extract.page import Box, Clock, Glyph, GridTable, PageContent
from pipeline.extract.page.lines import is_full
from pipeline.extract.page.ruling import Grid, find_grids
from pipeline.extract.page.tables import is_frame
from pipeline.extract.scan_image import Picture
from pipeline.extract.scan_shape import flattened
from pipeline.extract.scan_text import Reading, recogniser
from pipeline.records import Cell

SCALE = 200 / 72  # pixels per point at which pages are read
PAGE_HEIGHT = 842.0  # points: a picture says no size, its longer side is taken for that of an A4 page
NARROWEST_TABLE = 90.0  # points
TOO_NEAR = 1.4  # points between text and the middle of a border
DOUBT = 0.5  # factor on the confidence of a text that looks otherwise than it reads
UNSURE = 0.8  # prose lines below this are counted
LEGIBLE = 0.85  # a page read with less on average is tried the other ways round
TURNS = (0, 1, 3, 2)  # quarter turns, the likeliest first
NUMBER = re.compile(r"[\d.,，．·•]+")
THOUSANDTHS = re.compile(r"\d{1,3}\.\d{3}")  # a comma between thousands is easily read as a point
# a number among signs that no number has: a rest of a ruling line, read as a letter
ODD = re.compile(r"(?=.*\d)[^\u3400-\u9fff]*[^\d.,，．·•%％/()（）+\-—–\s\u3400-\u9fff][^\u3400-\u9fff]*")
POINT = re.compile(r"[.,，．·•]")


class _Page(NamedTuple):
    """A page's content, and how well it could be read: 0 to 1, on average over its letters."""

    content: PageContent
    legibility: float


class _Sheet(NamedTuple):
    """A straightened page: the grey picture and its ink, both without ruling lines."""

    grey: Picture
    ink: Picture
    scale: float  # pixels per point
    number: int


def read_picture(picture: Picture, number: int, max_cells: int, clock: Clock) -> PageContent:
    """Read one grey page picture; sideways and upside-down pages are turned until they can be read.

    Raises LimitError past `max_cells` or the clock.
    """
    page = _read(picture, number, max_cells, clock)
    if page.legibility >= LEGIBLE:
        return page.content
    turn = max(TURNS, key=lambda turn: _sample(image.turned(picture, turn), clock))
    if turn:
        page = max(
            page,
            _read(image.turned(picture, turn), number, max_cells, clock),
            key=lambda page: page.legibility,
        )
    return page.content


def _sample(picture: Picture, clock: Clock) -> float:
    """How well the fullest quarter of a page can be read, 0 to 1."""
    grey, _ = image.sized(picture, SCALE, PAGE_HEIGHT)
    prose = recogniser().lines(image.fullest(grey, len(grey) // 4), clock)
    return _legibility([(len(reading.text), reading.confidence) for _, reading in prose])


def _legibility(readings: Iterable[tuple[int, float | None]]) -> float:
    """The confidence of readings (letters, confidence), weighted by their letters; 1 where there are none."""
    readings = list(readings)
    letters = sum(length for length, _ in readings)
    return sum(length * (confidence or 0.0) for length, confidence in readings) / letters if letters else 1.0


def _read(picture: Picture, number: int, max_cells: int, clock: Clock) -> _Page:
    grey, scale = image.sized(picture, SCALE, PAGE_HEIGHT)
    grey, is_bent = flattened(image.stretched(image.straighten(grey)))
    clock.check()
    ink = image.ink_of(grey, scale)
    rows, cols, lines = image.ruling_lines(ink, scale)
    found = [] if is_bent else find_grids(rows, cols, max_cells)
    grids = [grid for grid in found if grid.box.x1 - grid.box.x0 > NARROWEST_TABLE]
    sheet = _Sheet(*image.without_lines(grey, ink, lines), scale, number)
    tables, irregular = [], 0
    for grid in grids:
        cells = _cells(grid, sheet, clock)
        if not is_frame(cells):
            tables.append(GridTable(grid.box, cells, len(grid.ys) - 1, len(grid.xs) - 1))
            irregular += grid.irregular
    for table in tables:
        image.blot(sheet.grey, table.box, scale)
    prose = recogniser().lines(sheet.grey, clock)
    glyphs = [Glyph(reading.text, *(value / scale for value in box)) for box, reading in prose]
    height, width = grey.shape
    content = PageContent(
        number,
        width / scale,
        height / scale,
        tuple(tables),
        tuple(glyphs),
        irregular,
        sum(reading.confidence < UNSURE for _, reading in prose),
        is_bent,
    )
    readings = [(len(cell.text), cell.confidence) for table in tables for cell in table.cells]
    readings += [(len(reading.text), reading.confidence) for _, reading in prose]
    return _Page(content, _legibility(readings))


def _cells(grid: Grid, sheet: _Sheet, clock: Clock) -> tuple[Cell, ...]:
    """The grid's cells, read; a cell's confidence is that of its worst line, None where it is blank."""
    boxes = [image.text_lines(sheet.ink, region.box, sheet.scale) for region in grid.regions]
    readings = iter(recogniser().read(sheet.grey, [box for lines in boxes for box in lines], clock))
    cells = []
    for region, lines in zip(grid.regions, boxes, strict=True):
        parts = [next(readings) for _ in lines]
        text, confidence = _cell_text(parts, lines, region.box, sheet)
        cells.append(
            Cell(region.row, region.col, text, region.row_span, region.col_span, sheet.number, confidence)
        )
    return tuple(cells)


def _cell_text(parts: list[Reading], lines: list[Box], cell: Box, sheet: _Sheet) -> tuple[str, float | None]:
    """Text and confidence of one cell out of its lines (pixel boxes) and what was read in them."""
    if not lines:
        return "", None
    if len(lines) == 1 and (mark := image.stroke(sheet.ink, lines[0], sheet.scale)):
        return mark, 1.0 if _is_level(lines[0], cell, sheet.scale) else DOUBT
    own = [Box(*(value / sheet.scale for value in line)) for line in lines]
    text, broken = _joined([part.text.strip() for part in parts], own, cell)
    doubtful = (
        broken
        or THOUSANDTHS.fullmatch(text) is not None
        or ODD.fullmatch(text) is not None
        or any(_is_cut(line, cell) for line in own)
        or any(_is_doubtful(part.text, line, sheet) for part, line in zip(parts, lines, strict=True))
    )
    confidence = min(part.confidence for part in parts)
    return text, confidence * DOUBT if doubtful else confidence


def _joined(parts: list[str], lines: list[Box], cell: Box) -> tuple[str, bool]:
    """The lines of a cell in one, and whether a number was put together.

    Numbers under each other stay apart (they may be two rows), unless the upper one fills the cell and so
    was broken for want of room.
    """
    text, broken = "", False
    for index, part in enumerate(parts):
        if text[-1:].isdigit() and part[:1].isdigit():
            above = lines[index - 1].x1 - lines[index - 1].x0
            full = is_full(above, above / max(len(parts[index - 1]), 1), cell.x1 - cell.x0)
            text += "" if full else " "
            broken = broken or full
        text += part
    return text, broken


def _is_level(mark: Box, cell: Box, scale: float) -> bool:
    """Does a mark stand halfway up its cell, and so is no rest of something beyond its borders?"""
    middle = (mark.y0 + mark.y1) / 2 / scale - cell.y0
    return 0.3 < middle / (cell.y1 - cell.y0) < 0.7


def _is_cut(line: Box, cell: Box) -> bool:
    """Does the text run into the cell's upper or lower border, so that a part of it may be lost?"""
    return line.y0 < cell.y0 + TOO_NEAR or line.y1 > cell.y1 - TOO_NEAR


def _is_doubtful(text: str, line: Box, sheet: _Sheet) -> bool:
    """A one that leans like a slash; a number with more points on paper than were read, or a sign before it."""
    if text == "1":
        return image.lean(sheet.ink, line) > image.UPRIGHT or image.has_sign(sheet.ink, line, sheet.scale)
    if NUMBER.fullmatch(text) is None:
        return False
    if image.has_sign(sheet.ink, line, sheet.scale):
        return True
    return image.points_in(sheet.ink, line, sheet.scale) > len(POINT.findall(text))
