"""Rows of cells with spans to a Table: every cell at its anchor, columns counted as a browser does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.errors import LimitError
from pipeline.records import Cell, Table

OBJECT = "\ufffc"  # Unicode's sign for something that is no text: a figure that is not plainly there
MAX_SPAN = 200  # Excel writes colspan=16384 where it means "to the end"


class RawCell(NamedTuple):
    """A cell before it has a column: text and spans as printed."""

    text: str
    row_span: int = 1
    col_span: int = 1


def span(printed: str | None) -> int:
    """A rowspan or colspan attribute; what is no positive number counts as 1."""
    if not printed:
        return 1
    digits = printed.strip()
    return max(1, min(int(digits), MAX_SPAN)) if digits.isascii() and digits.isdigit() else 1


def place(
    index: int, rows: Iterable[Sequence[RawCell]], prose_offset: int, max_cells: int, ragged: bool = False
) -> Table:
    """Give each cell its row and column (0-based); a rowspan keeps its columns taken in the rows below.

    Raises LimitError past `max_cells`.
    """
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    row_count = column_count = 0
    for row, raw_cells in enumerate(rows):
        if taken:
            taken = {column: free for column, free in taken.items() if free > row}
        column = 0
        row_count = row + 1
        for text, row_span, col_span in raw_cells:
            while column in taken:
                column += 1
            cells.append(Cell(row, column, text, row_span, col_span))
            if row_span > 1:
                for spanned in range(column, column + col_span):
                    taken[spanned] = row + row_span
            column += col_span
        if column > column_count:
            column_count = column
        if len(cells) > max_cells:
            raise LimitError(f"more than {max_cells} table cells in one document")
    return Table(index, tuple(cells), row_count, column_count, prose_offset, ragged)
