"""Floors only go up: a worse bound needs a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.counts import Counts
from benchmarks.floors import broken_floors, load_floors


def write(folder: Path, line: str) -> Path:
    path = folder / "floors.toml"
    path.write_text(f"[some]\n{line}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "line",
    [
        "cell_recall = { at_least = 0.9, best = 1.0 }",
        "silent = { at_most = 2, best = 0 }",
        "silent = { best = 0 }",
        "silent = { at_most = 0, at_least = 0, best = 0 }",
    ],
)
def test_a_worse_or_unclear_floor_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"^some\."):
        load_floors(write(tmp_path, line))


def test_a_lowered_floor_with_a_reason_counts(tmp_path: Path) -> None:
    path = write(tmp_path, 'cell_recall = { at_least = 0.9, best = 1.0, reason = "a harder sample" }')
    assert broken_floors("some", Counts(cells=10, cells_right=9), path) == []
    assert broken_floors("some", Counts(cells=10, cells_right=8), path) == [
        "some.cell_recall: 0.8, must be >= 0.9"
    ]


def test_counts_above_their_bound_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "silent = { at_most = 0, best = 0 }")
    assert broken_floors("some", Counts(silent=1), path) == ["some.silent: 1, must be <= 0"]
    assert broken_floors("some", Counts(), path) == []


def test_the_project_s_floors_can_be_loaded() -> None:
    assert set(load_floors()) == {"sample", "corpus", "golden", "warehouse", "metrics"}
