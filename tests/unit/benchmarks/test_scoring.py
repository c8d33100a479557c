"""The scorer tells right from wrong: a reading that was spoilt on purpose loses exactly what was spoilt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks.counts import Counts
from benchmarks.expected import Case
from benchmarks.golden_set import golden_cases
from benchmarks.sample_set import sample_set
from benchmarks.scoring import score
from pipeline.reading import read
from pipeline.records import Finding, Reading
from pipeline.sample import SampleSpec

SPEC = SampleSpec(agencies=20, years=(2021, 2022))


@pytest.fixture(scope="module")
def case() -> Case:
    """A report with all three tables, a total in its prose and no fault."""
    return next(
        one
        for one in sample_set(SPEC).cases
        if one.kind == "html 2019/2021"
        and len(one.expected.cells) == 200
        and not one.expected.findings
        and any(figure.measure == "disclosure_total" for figure in one.expected.figures)
    )


@pytest.fixture(scope="module")
def reading(case: Case) -> Reading:
    content = case.content()
    return read(hashlib.sha256(content).hexdigest(), content)


def spoil(reading: Reading, code: str, value: float | None) -> Reading:
    cells = tuple(
        one._replace(value=value, filled=value, semantic="number") if one.cell_code == code else one
        for one in reading.observations
    )
    return replace(reading, observations=cells)


def a_finding(rule: str, severity: str = "error", part: str = "t3", status: str = "broken") -> Finding:
    return Finding("sha", rule, severity, status, part, "made up")  # type: ignore[arg-type]


CODE = "t3.granted.total"


def test_a_right_reading_is_all_right(case: Case, reading: Reading) -> None:
    counts = score(case, reading, 0.0).counts
    assert (counts.cells, counts.cells_right, counts.silent) == (200, 200, 0)
    assert counts.figures_right == counts.figures > 0
    assert (counts.head_wrong, counts.false_errors, counts.refused_needless) == (0, 0, 0)


@pytest.mark.parametrize(
    ("findings", "silent"),
    [
        ((), 1),
        ((a_finding("T3_SHIFTED"),), 0),
        ((a_finding("T3_SHIFTED", "info"),), 1),
        ((a_finding("T4_SUM", part="t4"),), 1),
        ((a_finding("FORM_MISMATCH", "warn"),), 1),
        ((a_finding("T3_CUT", "warn", status="refused"),), 0),
    ],
    ids=["nothing", "about it", "info only", "other table", "about the form", "refused"],
)
def test_a_wrong_cell_is_silent_unless_warned_of(
    case: Case, reading: Reading, findings: tuple[Finding, ...], silent: int
) -> None:
    wrong = replace(spoil(reading, CODE, 98765.0), findings=(*reading.findings, *findings))
    counts = score(case, wrong, 0.0).counts
    assert (counts.cells_right, counts.cells_wrong, counts.silent) == (199, 1, silent)


def test_missing_and_spurious_cells(case: Case, reading: Reading) -> None:
    less = replace(reading, observations=reading.observations[1:])
    assert score(case, less, 0.0).counts.cells_missing == 1
    more = reading.observations[0]._replace(cell_code="t3.refused.invented.total", value=1.0)
    counts = score(case, replace(reading, observations=(*reading.observations, more)), 0.0).counts
    assert (counts.cells_spurious, counts.silent, counts.cells_right) == (1, 1, 200)


def wrong_figures(reading: Reading) -> Reading:
    return replace(reading, figures=tuple(replace(one, value=one.value + 1) for one in reading.figures))


def wrong_head(reading: Reading) -> Reading:
    return replace(reading, report=replace(reading.report, report_year=1999, agency="别的机关"))


def false_error(reading: Reading) -> Reading:
    return replace(reading, findings=(*reading.findings, a_finding("T3_BALANCE")))


def needless(reading: Reading) -> Reading:
    return replace(
        reading, findings=(*reading.findings, a_finding("T3_CUT", "warn", "t3", "refused")), observations=()
    )


@pytest.mark.parametrize(
    ("spoilt", "what", "count"),
    [
        (wrong_head, "head_wrong", 2),
        (false_error, "false_errors", 1),
        (needless, "refused_needless", 1),
        (needless, "cells_missing", 200),
    ],
)
def test_what_is_spoilt_is_counted(
    case: Case, reading: Reading, spoilt: Callable[[Reading], Reading], what: str, count: int
) -> None:
    assert getattr(score(case, spoilt(reading), 0.0).counts, what) == count


def test_wrong_figures_cost_recall_and_precision(case: Case, reading: Reading) -> None:
    counts = score(case, wrong_figures(reading), 0.0).counts
    assert counts.figure_recall < 0.5
    assert counts.figure_precision < 0.5


def test_a_missed_fault_and_a_refusal_that_was_due_are_counted() -> None:
    cases = sample_set(SampleSpec(agencies=24, years=(2018, 2023))).cases
    faulty = next(one for one in cases if any(f.delta is not None for f in one.expected.findings))
    content = faulty.content()
    read_right = read("0" * 64, content)
    assert score(faulty, read_right, 0.0).counts.findings_missed == 0
    silent = replace(read_right, findings=())
    assert score(faulty, silent, 0.0).counts.findings_missed > 0
    due = next(one for one in golden_cases() if "t3" in one.expected.refused)
    refused = read("0" * 64, due.content())
    given = replace(refused, findings=())
    assert score(due, refused, 0.0).counts.refused_lacking == 0
    assert score(due, given, 0.0).counts.refused_lacking > 0


def test_counts_add_up() -> None:
    one = Counts(documents=1, cells=10, cells_right=9, cells_wrong=1)
    both = one + Counts(documents=1, cells=10, cells_right=10)
    assert (both.documents, both.cell_recall, both.cell_precision) == (2, 0.95, 0.95)
    assert Counts().cell_recall == 1.0
