"""Accuracy does not fall: the floors of benchmarks/floors.toml hold over sample, real and golden documents.

`make accuracy` measures the same over the full sample and prints what was not right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.across_reports import FaultsResult, sample_night, warehouse_faults
from benchmarks.corpus_set import CORPUS, corpus_cases
from benchmarks.counts import Score, total
from benchmarks.floors import broken_floors
from benchmarks.golden_set import golden_cases
from benchmarks.metrics_truth import MetricsResult, compare_metrics
from benchmarks.reader import read_case, read_cases
from benchmarks.sample_set import SampleSet, sample_set
from pipeline.sample import SampleSpec

SPEC = SampleSpec(agencies=24, years=(2018, 2023))
READABLE = ("html 2019/2021", "text 2019/2021")


@pytest.fixture(scope="module")
def sample() -> SampleSet:
    return sample_set(SPEC)


@pytest.fixture(scope="module")
def scores(sample: SampleSet) -> list[Score]:
    return read_cases(sample.cases)


@pytest.fixture(scope="module")
def measured(
    sample: SampleSet, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FaultsResult, MetricsResult]]:
    with sample_night(SPEC, tmp_path_factory.mktemp("night")) as night:
        yield warehouse_faults(night.con, sample.truth), compare_metrics(night.con, sample.truth, SPEC)


def notes(scores: list[Score]) -> str:
    return "\n".join(f"{score.name}: {note}" for score in scores for note in score.notes)


def test_sample_floors(scores: list[Score]) -> None:
    assert broken_floors("sample", total(scores)) == [], notes(scores)


def test_readable_reports_are_read_whole(scores: list[Score]) -> None:
    readable = [score for score in scores if score.kind in READABLE]
    counts = total(readable)
    assert counts.cells > 10_000
    assert counts.cells_right == counts.cells, notes(readable)
    assert (counts.cells_wrong, counts.cells_spurious, counts.silent) == (0, 0, 0)


def test_every_fault_inside_a_report_is_found(scores: list[Score]) -> None:
    counts = total(scores)
    assert counts.findings > 15
    assert counts.findings_found == counts.findings, notes(scores)
    assert counts.false_errors == 0


def test_what_cannot_be_read_is_refused(scores: list[Score]) -> None:
    counts = total(scores)
    assert counts.refused_right > 5
    assert (counts.refused_lacking, counts.refused_needless) == (0, 0), notes(scores)


def test_every_fault_across_reports_is_found(measured: tuple[FaultsResult, MetricsResult]) -> None:
    faults, _ = measured
    assert {rule for rule, _, _ in faults.by_rule} >= {"T3_CARRY", "LATE", "MISSING_REPORT", "DUP_DOC"}
    assert broken_floors("warehouse", faults) == [], [*faults.missed, *faults.false]


def test_metrics_equal_those_of_the_truth(measured: tuple[FaultsResult, MetricsResult]) -> None:
    _, metrics = measured
    assert metrics.compared > 2_000
    assert broken_floors("metrics", metrics) == [], metrics.differences


def test_golden_floors() -> None:
    golden = read_cases(golden_cases())
    assert broken_floors("golden", total(golden)) == [], notes(golden)


@pytest.mark.skipif(not Path(CORPUS).is_dir(), reason=f"no corpus of real documents in {CORPUS}")
def test_corpus_floors() -> None:
    real = [read_case(case) for case in corpus_cases() if case.kind != "scan"]
    assert broken_floors("corpus", total(real)) == [], notes(real)


@pytest.mark.slow
@pytest.mark.skipif(not Path(CORPUS).is_dir(), reason=f"no corpus of real documents in {CORPUS}")
def test_scans_are_read_right_or_refused() -> None:
    """At least 99.5 % of the cells given are right, the others are warned of."""
    scans = [read_case(case) for case in corpus_cases() if case.kind == "scan"]
    counts = total(scans)
    assert counts.cell_precision >= 0.995, notes(scans)
    assert counts.silent == 0, notes(scans)
