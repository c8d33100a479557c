"""Ruling lines -> grids."""

from __future__ import annotations

import pytest

from pipeline.errors import LimitError
from pipeline.extract.page import Rule
from pipeline.extract.page.ruling import Grid, find_grids, merge


def grids(rows: list[tuple[float, float, float]], cols: list[tuple[float, float, float]]) -> list[Grid]:
    return find_grids([Rule(*row) for row in rows], [Rule(*col) for col in cols], 1000)


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(region.row, region.col, region.row_span, region.col_span) for region in grid.regions]


def test_pieces_of_one_line_are_merged_and_lines_apart_are_not() -> None:
    assert merge([Rule(10, 0, 50), Rule(10.5, 51, 90), Rule(10, 120, 130), Rule(40, 0, 9)]) == [
        Rule(pytest.approx(10.1667, abs=0.001), 0, 90),
        Rule(pytest.approx(10.1667, abs=0.001), 120, 130),
        Rule(40, 0, 9),
    ]


def test_a_single_box_is_no_grid() -> None:
    assert grids([(0, 0, 100), (50, 0, 100)], [(0, 0, 50), (100, 0, 50)]) == []


def test_double_borders_count_once() -> None:
    (grid,) = grids(
        [(0, 0, 100), (2, 0, 100), (30, 0, 100)], [(0, 0, 30), (2, 0, 30), (50, 0, 30), (100, 0, 30)]
    )
    assert spans(grid) == [(0, 0, 1, 1), (0, 1, 1, 1)]


def test_two_tables_under_each_other_stay_two() -> None:
    found = grids(
        [(0, 0, 100), (20, 0, 100), (60, 0, 100), (80, 0, 100)],
        [(x, top, top + 20) for x in (0, 50, 100) for top in (0, 60)],
    )
    assert [grid.ys for grid in found] == [(0, 20), (60, 80)]


def test_missing_outer_borders_are_closed() -> None:
    (grid,) = grids([(0, 0, 100), (20, 0, 100), (40, 0, 100)], [(30, 0, 60), (70, 0, 60)])
    assert grid.xs == (0, 30, 70, 100)
    assert grid.ys == (0, 20, 40, 60)
    assert grid.irregular == 0


def test_an_area_that_is_no_rectangle_is_cut_and_counted() -> None:
    outer = [(0, 0, 100), (40, 0, 100)], [(0, 0, 40), (100, 0, 40)]
    (grid,) = grids([*outer[0], (20, 50, 100)], [*outer[1], (50, 20, 40)])
    assert spans(grid) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert grid.irregular == 1


def test_too_many_cells_are_refused_before_they_are_built() -> None:
    rows = [Rule(10 * i, 0, 400) for i in range(41)]
    cols = [Rule(10 * i, 0, 400) for i in range(41)]
    with pytest.raises(LimitError, match="1600 cells"):
        find_grids(rows, cols, 1000)
