"""Printed tables as rows of cells with spans: what the form templates build and the renderers print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as printed; `\\n` is a line break inside it; `code` names the value it shows, if any."""

    text: str
    cols: int = 1
    rows: int = 1
    code: str | None = None


Row = tuple[GridCell, ...]
Grid = tuple[Row, ...]


def label(text: str, cols: int = 1, rows: int = 1) -> GridCell:
    """A cell that holds words."""
    return GridCell(text, cols, rows)


def value(code: str, printed: Mapping[str, str], cols: int = 1) -> GridCell:
    """A cell that holds the printed value of a code."""
    return GridCell(printed[code], cols, 1, code)


def expand(grid: Grid) -> list[list[GridCell | None]]:
    """The full lattice: every slot holds its anchor cell, or None where a span covers it."""
    width = max(sum(cell.cols for cell in row) for row in grid)
    slots: list[list[GridCell | None]] = [[None] * width for _ in grid]
    taken = [[False] * width for _ in grid]
    for number, row in enumerate(grid):
        column = 0
        for cell in row:
            while column < width and taken[number][column]:
                column += 1
            slots[number][column] = cell
            for down in range(min(cell.rows, len(grid) - number)):
                for right in range(cell.cols):
                    taken[number + down][column + right] = True
            column += cell.cols
    return slots


def reaching(slots: list[list[GridCell | None]], row: int, column: int) -> GridCell | None:
    """The cell of a row above whose span covers this slot of a lattice."""
    for up in range(row - 1, -1, -1):
        cell = slots[up][column]
        if cell is not None:
            return cell if up + cell.rows > row else None
    return None


def codes(grid: Grid) -> tuple[str, ...]:
    """The codes of the values a table shows, in reading order."""
    return tuple(cell.code for row in grid for cell in row if cell.code)


def respan(cell: GridCell, cols: int = 1, rows: int = 1) -> GridCell:
    """The same cell with other spans."""
    return replace(cell, cols=cols, rows=rows)
