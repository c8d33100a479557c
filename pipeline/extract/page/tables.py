"""Grids and glyphs -> tables: each glyph goes to the cell its middle stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from pipeline.extract.page import Box, Glyph, GridTable
from pipeline.extract.page.lines import Line, cell_text, lines_of, segments_of
from pipeline.extract.page.ruling import Grid
from pipeline.records import Cell

FRAME_TEXT = 300  # a cell with so much text in a grid of few cells frames prose, it is no table
FRAME_CELLS = 4
MIN_LINES = 3  # fewer lines of numbers side by side are no table without ruling lines
MIN_VALUES = 2  # numbers a line of such a table holds
MAX_LABEL_LINES = 2  # lines without numbers between two lines with, such as a label broken in two
CLOSE = 0.12  # type heights between two digits of one number
VALUE = re.compile(r"[-+−]?[\d,，.]+[%％]?|[-—–/]|元")


def fill_grids(
    grids: Sequence[Grid],
    glyphs: Iterable[Glyph],
    page: int,
    is_doubtful: Callable[[Box, Sequence[Glyph]], bool] = lambda _cell, _glyphs: False,
) -> tuple[list[GridTable], list[Glyph]]:
    """Tables from top to bottom, and the glyphs that stand in none; a doubtful cell has confidence 0."""
    tables: list[GridTable] = []
    rest = list(glyphs)
    for grid in sorted(grids, key=_area):  # a table within a frame takes its glyphs before the frame does
        inside, outside, crossed = _shared_out(grid, rest)
        cells = tuple(
            Cell(
                region.row,
                region.col,
                cell_text(inside.get(index, []), region.box),
                region.row_span,
                region.col_span,
                page,
                0.0 if index in crossed or is_doubtful(region.box, inside.get(index, ())) else None,
            )
            for index, region in enumerate(grid.regions)
        )
        if not is_frame(cells):
            rest = outside
            tables.append(GridTable(grid.box, cells, len(grid.ys) - 1, len(grid.xs) - 1))
    return sorted(tables, key=lambda table: (table.box.y0, table.box.x0)), rest


def _area(grid: Grid) -> float:
    return (grid.box.x1 - grid.box.x0) * (grid.box.y1 - grid.box.y0)


def is_frame(cells: Sequence[Cell]) -> bool:
    """Lines around prose or around nothing, no table."""
    longest = max(len(cell.text) for cell in cells)
    return longest == 0 or (longest > FRAME_TEXT and len(cells) <= FRAME_CELLS)


def _shared_out(grid: Grid, glyphs: Iterable[Glyph]) -> tuple[dict[int, list[Glyph]], list[Glyph], set[int]]:
    """Glyphs by index of their region, those outside the grid, and the regions that a number runs across."""
    owner = {
        (row, col): index
        for index, region in enumerate(grid.regions)
        for row in range(region.row, region.row + region.row_span)
        for col in range(region.col, region.col + region.col_span)
    }
    inside: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    crossed: set[int] = set()
    last: tuple[Glyph, int] | None = None
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        place = (bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1)
        if place in owner:
            index = owner[place]
            inside.setdefault(index, []).append(glyph)
            if last is not None and last[1] != index and _is_next_digit(last[0], glyph):
                crossed |= {last[1], index}
            last = (glyph, index)
        else:
            outside.append(glyph)
    return inside, outside, crossed


def _is_next_digit(before: Glyph, glyph: Glyph) -> bool:
    """Do two digits printed one after the other stand as close as those of one number?"""
    height = before.y1 - before.y0
    level = abs(glyph.y1 - before.y1) < CLOSE * height and abs(glyph.x0 - before.x1) < CLOSE * height
    return level and before.text.isdecimal() and glyph.text.isdecimal()


def borderless(glyphs: Iterable[Glyph], page: int) -> tuple[list[GridTable], list[Glyph]]:
    """Ragged tables of lines whose numbers stand side by side without ruling lines; the glyphs left over.

    Only the order within a line is known, so nothing is said about columns or spans.
    """
    lines = lines_of(glyphs)
    rows = [segments_of(line) for line in lines]
    tables: list[GridTable] = []
    taken: set[int] = set()
    for first, last in _blocks(rows):
        block = rows[first : last + 1]
        cells = tuple(
            Cell(row, col, segment.text, page=page)
            for row, segments in enumerate(block)
            for col, segment in enumerate(segments)
        )
        boxes = [segment.box for segments in block for segment in segments]
        box = Box(
            min(b.x0 for b in boxes),
            min(b.y0 for b in boxes),
            max(b.x1 for b in boxes),
            max(b.y1 for b in boxes),
        )
        tables.append(GridTable(box, cells, len(block), max(len(row) for row in block), ragged=True))
        taken.update(range(first, last + 1))
    rest = [glyph for index, line in enumerate(lines) if index not in taken for glyph in line.glyphs]
    return tables, rest


def _blocks(rows: Sequence[Sequence[Line]]) -> list[tuple[int, int]]:
    """First and last line of every stretch that reads like a table, its header lines included."""
    blocks: list[tuple[int, int]] = []
    start = last = -1
    count = 0
    for index, row in enumerate(rows):
        if _is_values(row):
            if start < 0 or index - last - 1 > MAX_LABEL_LINES:
                if count >= MIN_LINES:
                    blocks.append((_header(rows, start), last))
                start, count = index, 0
            last, count = index, count + 1
    if count >= MIN_LINES:
        blocks.append((_header(rows, start), last))
    return blocks


def _is_values(row: Sequence[Line]) -> bool:
    return sum(VALUE.fullmatch(segment.text) is not None for segment in row) >= MIN_VALUES


def _header(rows: Sequence[Sequence[Line]], start: int) -> int:
    """Up from the first line of numbers over the lines of several columns."""
    while start and len(rows[start - 1]) >= MIN_VALUES:
        start -= 1
    return start
