"""What pasting, page breaks and converters do to an official table: grid in, grids out."""

from __future__ import annotations

from random import Random

from pipeline.sample.forms_t3 import HEADER_ROWS
from pipeline.sample.grid import Grid, GridCell, Row, expand, respan


def apply(structure: str, part: str, grid: Grid, header_rows: int) -> Grid:
    """One grid under a layout that changes its spans; other layouts leave it as it is."""
    if structure == "lost_rowspan" and part == "t3":
        return (*grid[:header_rows], *lost_rowspan(grid[header_rows:]))
    if structure == "lattice":
        return lattice(grid)
    if structure == "placeholders" and part in ("t3", "t4"):
        return placeholders(grid, header_rows)
    return grid


def lost_rowspan(grid: Grid) -> Grid:
    """Row spans forgotten: the group's name stands in its first row only, later rows are shorter."""
    return tuple(tuple(respan(cell, cols=cell.cols) for cell in row) for row in grid)


def lattice(grid: Grid) -> Grid:
    """No spans at all: every slot is a cell, covered slots are empty."""
    return tuple(
        tuple(GridCell("") if cell is None else respan(cell) for cell in row) for row in expand(grid)
    )


def placeholders(grid: Grid, header_rows: int) -> Grid:
    """Header cells that should span rows leave empty cells below instead."""
    return (*lattice(grid[:header_rows]), *grid[header_rows:])


def mismatched(blocks: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """A fifth column that headers and data rows split differently (headers 1,1,2,1; data 1,2,1,1)."""
    return tuple(
        (_widen_first(block[0]), _spread(block[1], 2), *(_spread(row, 1) for row in block[2:]))
        for block in blocks
    )


def _widen_first(row: Row) -> Row:
    return tuple(respan(cell, cols=cell.cols + 1, rows=cell.rows) for cell in row)


def _spread(row: Row, position: int) -> Row:
    place = min(position, len(row) - 1)
    return tuple(
        respan(cell, cols=cell.cols + 1, rows=cell.rows) if index == place else cell
        for index, cell in enumerate(row)
    )


def split_at_page(grid: Grid, rng: Random, repeat_header: bool) -> tuple[Grid, Grid]:
    """Table 3 cut in two by a page break inside a group; the group's cell continues as an empty one."""
    row = rng.choice((HEADER_ROWS + 7, HEADER_ROWS + 9, HEADER_ROWS + 13))
    top, bottom = cut(grid, row)
    return top, ((*grid[:HEADER_ROWS], *bottom) if repeat_header else bottom)


def cut(grid: Grid, at: int) -> tuple[Grid, Grid]:
    """The rows before `at` and those from it on; spans over the cut are divided, their lower part empty."""
    top = tuple(
        tuple(respan(cell, cell.cols, min(cell.rows, at - number)) for cell in row)
        for number, row in enumerate(grid[:at])
    )
    carried: list[GridCell] = []
    for number, row in enumerate(grid[:at]):
        carried.extend(
            GridCell("", cell.cols, number + cell.rows - at) for cell in row if number + cell.rows > at
        )
    return top, ((*carried, *grid[at]), *grid[at + 1 :])


def runon(grid: Grid) -> list[str]:
    """Every row as one line with its cells run together, as a converter without separators writes it."""
    return ["".join(cell.text.replace("\n", "") for cell in row) for row in grid]


def deduplicated(grid: Grid) -> list[str]:
    """One cell a line, and every line that occurred before is gone."""
    lines = [cell.text.replace("\n", "") for row in grid for cell in row if cell.text]
    return list(dict.fromkeys(lines))
