"""Ruling lines of a page -> grids: which rectangles they enclose, with row and column spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import LimitError
from pipeline.extract.page import Box, Rule

SNAP = 3.0  # lines nearer than this are one line: double borders, rounding, a slightly bent scan
REACH = 4.0  # how far a line may end before the one it meets
COVERED = 0.6  # share of a cell's side that must be drawn for the side to divide
OPEN_SIDE = 8.0  # horizontal lines that stick out further than this belong to a table without side borders
CHECKS_PER_CELL = 10  # pairs of lines compared for every cell allowed


@dataclass(frozen=True, slots=True)
class Region:
    """One enclosed rectangle: its place in the grid, its spans, its box on the page."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: row and column boundaries and the regions, by row, then column.

    `irregular` counts areas that were no rectangle (a missing piece of line) and had to be cut into some.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    irregular: int

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule], max_cells: int) -> list[Grid]:
    """All grids of a page, from top to bottom; single boxes are no grid.

    Raises LimitError when the lines would enclose more than `max_cells` cells.
    """
    rows, cols = merge(horizontal), merge(vertical)
    if len(rows) * len(cols) > max_cells * CHECKS_PER_CELL:
        raise LimitError(f"{len(rows)} x {len(cols)} ruling lines on a page; the limit is {max_cells} cells")
    grids = []
    for own_rows, own_cols in _connected(rows, cols):
        grid = _grid(own_rows, own_cols, max_cells)
        if grid is not None and len(grid.regions) > 1:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def merge(rules: Iterable[Rule]) -> list[Rule]:
    """Lines at (nearly) the same place whose ends touch become one."""
    merged: list[Rule] = []
    for group in _clusters(sorted(rules)):
        at = sum(rule.at for rule in group) / len(group)
        ordered = sorted((rule.start, rule.end) for rule in group)
        start, end = ordered[0]
        for next_start, next_end in ordered[1:]:
            if next_start > end + REACH:
                merged.append(Rule(at, start, end))
                start, end = next_start, next_end
            else:
                end = max(end, next_end)
        merged.append(Rule(at, start, end))
    return merged


def _clusters(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > SNAP:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _connected(rows: list[Rule], cols: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that meet each other, directly or by way of others."""
    parent = list(range(len(rows) + len(cols)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, row in enumerate(rows):
        for j, col in enumerate(cols, len(rows)):
            if (
                row.start - REACH <= col.at <= row.end + REACH
                and col.start - REACH <= row.at <= col.end + REACH
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for node in range(len(parent)):
        lines = groups.setdefault(root(node), ([], []))
        if node < len(rows):
            lines[0].append(rows[node])
        else:
            lines[1].append(cols[node - len(rows)])
    return [lines for lines in groups.values() if lines[0] and lines[1]]


def _grid(rows: list[Rule], cols: list[Rule], max_cells: int) -> Grid | None:
    rows, cols = _closed(rows, cols)
    ys, xs = _places(rows), _places(cols)
    if len(ys) < 2 or len(xs) < 2:
        return None
    if (len(ys) - 1) * (len(xs) - 1) > max_cells:
        raise LimitError(f"a table of {(len(ys) - 1) * (len(xs) - 1)} cells; the limit is {max_cells}")
    above = _drawn(rows, ys, xs)  # above[i][j]: is the line over base cell (i, j) drawn?
    beside = _drawn(cols, xs, ys)  # beside[j][i]: is the line left of base cell (i, j) drawn?
    areas = _areas(len(ys) - 1, len(xs) - 1, above, beside)
    regions, irregular = [], 0
    for area in areas:
        parts = _rectangles(area)
        irregular += len(parts) > 1
        for top, left, bottom, right in parts:
            box = Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
            regions.append(Region(top, left, bottom - top + 1, right - left + 1, box))
    regions.sort(key=lambda region: (region.row, region.col))
    return Grid(tuple(xs), tuple(ys), tuple(regions), irregular)


def _closed(rows: list[Rule], cols: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Add the outer borders that a table without side lines, or cut at a page's end, does not draw."""
    top, bottom = min(rule.start for rule in cols), max(rule.end for rule in cols)
    left, right = min(rule.start for rule in rows), max(rule.end for rule in rows)
    rows, cols = list(rows), list(cols)
    if min(rule.at for rule in cols) - left > OPEN_SIDE:
        cols.append(Rule(left, top, bottom))
    if right - max(rule.at for rule in cols) > OPEN_SIDE:
        cols.append(Rule(right, top, bottom))
    if min(rule.at for rule in rows) - top > OPEN_SIDE:
        rows.append(Rule(top, left, right))
    if bottom - max(rule.at for rule in rows) > OPEN_SIDE:
        rows.append(Rule(bottom, left, right))
    return rows, cols


def _places(rules: list[Rule]) -> list[float]:
    """The distinct places of a table's parallel lines."""
    return [sum(rule.at for rule in group) / len(group) for group in _clusters(sorted(rules))]


def _drawn(rules: list[Rule], places: list[float], stops: list[float]) -> list[list[bool]]:
    """For every place and every gap between two stops: does a line there cover the gap?"""
    drawn = [[0.0] * (len(stops) - 1) for _ in places]
    for rule in rules:
        nearest = min(bisect_left(places, rule.at), len(places) - 1)
        if nearest and abs(places[nearest - 1] - rule.at) <= abs(places[nearest] - rule.at):
            nearest -= 1
        first = max(bisect_left(stops, rule.start) - 1, 0)
        for gap in range(first, len(stops) - 1):
            if stops[gap] >= rule.end:
                break
            covered = min(rule.end, stops[gap + 1]) - max(rule.start, stops[gap])
            drawn[nearest][gap] += max(covered, 0.0)
    return [
        [length >= COVERED * (stops[gap + 1] - stops[gap]) for gap, length in enumerate(lengths)]
        for lengths in drawn
    ]


Area = list[tuple[int, int]]


def _areas(row_count: int, col_count: int, above: list[list[bool]], beside: list[list[bool]]) -> list[Area]:
    """Base cells that no drawn line divides, as lists of (row, column)."""
    seen = [[False] * col_count for _ in range(row_count)]
    areas = []
    for row in range(row_count):
        for col in range(col_count):
            if seen[row][col]:
                continue
            seen[row][col] = True
            area, waiting = [], [(row, col)]
            while waiting:
                r, c = waiting.pop()
                area.append((r, c))
                for nr, nc, wall in _neighbours(r, c, row_count, col_count, above, beside):
                    if not wall and not seen[nr][nc]:
                        seen[nr][nc] = True
                        waiting.append((nr, nc))
            areas.append(area)
    return areas


def _neighbours(
    row: int, col: int, row_count: int, col_count: int, above: list[list[bool]], beside: list[list[bool]]
) -> Iterator[tuple[int, int, bool]]:
    if row:
        yield row - 1, col, above[row][col]
    if row + 1 < row_count:
        yield row + 1, col, above[row + 1][col]
    if col:
        yield row, col - 1, beside[col][row]
    if col + 1 < col_count:
        yield row, col + 1, beside[col + 1][row]


def _rectangles(area: Area) -> list[tuple[int, int, int, int]]:
    """The area as rectangles (top, left, bottom, right): itself, or cut along its rows."""
    top, bottom = min(row for row, _ in area), max(row for row, _ in area)
    left, right = min(col for _, col in area), max(col for _, col in area)
    if len(area) == (bottom - top + 1) * (right - left + 1):
        return [(top, left, bottom, right)]
    runs: list[tuple[int, int, int, int]] = []
    for row, first, last in _runs(area):
        above = next((run for run in runs if run[1:4] == (first, row - 1, last)), None)
        if above is not None:
            runs.remove(above)
            runs.append((above[0], first, row, last))
        else:
            runs.append((row, first, row, last))
    return runs


def _runs(area: Area) -> Iterator[tuple[int, int, int]]:
    """Unbroken stretches of base cells in one row: (row, first column, last column)."""
    cells = sorted(area)
    row, first = cells[0]
    last = first
    for next_row, next_col in cells[1:]:
        if next_row == row and next_col == last + 1:
            last = next_col
            continue
        yield row, first, last
        row, first, last = next_row, next_col, next_col
    yield row, first, last
