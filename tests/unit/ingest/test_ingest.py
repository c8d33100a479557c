"""Reading many documents: nothing is lost, whatever one of them does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import pipeline.ingest as ingest_module
from pipeline.errors import GongkaiError
from pipeline.extract import Limits
from pipeline.ingest import Job, Outcome, batches, ingest, read_all, read_job

REPORT = (
    "示例市某局2021年政府信息公开工作年度报告\n统计期限自2021年1月1日起至2021年12月31日止。\n一、总体情况\n"
)


def job(folder: Path, name: str, content: bytes) -> Job:
    path = folder / name
    path.write_bytes(content)
    return Job(name, "import", path)


def test_a_file_that_cannot_be_read_becomes_a_refusal(tmp_path: Path) -> None:
    outcome = read_job(job(tmp_path, "a", b"%PDF-1.7 cut"), Limits())
    assert outcome.error is not None
    assert [finding.status for finding in outcome.reading.findings] == ["refused"]


def test_a_fault_of_ours_is_named_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(ingest_module, "read", broken)
    outcome = read_job(job(tmp_path, "a", b"x"), Limits())
    assert outcome.error == "a: reading failed, ZeroDivisionError: a bug"


def test_a_missing_object_is_a_named_failure(tmp_path: Path) -> None:
    outcome = read_job(Job("gone", "import", tmp_path / "gone"), Limits())
    assert "FileNotFoundError" in str(outcome.error)


def test_many_documents_are_read_by_processes_in_any_number(tmp_path: Path) -> None:
    jobs = [job(tmp_path, f"{number:03}", (REPORT + str(number)).encode()) for number in range(30)]
    outcomes = list(read_all(jobs, limits=Limits(), workers=2))
    assert sorted(outcome.job.sha256 for outcome in outcomes) == [one.sha256 for one in jobs]
    assert {outcome.reading.report.report_year for outcome in outcomes} == {2021}


def test_a_process_that_dies_takes_only_its_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_module, "read_job", _die_on_007)
    jobs = [job(tmp_path, f"{number:03}", REPORT.encode()) for number in range(30)]
    outcomes = list(read_all(jobs, limits=Limits(), workers=2))
    errors = {outcome.job.sha256: outcome.error for outcome in outcomes}
    assert len(outcomes) == len(errors) == 30
    assert {name for name, error in errors.items() if error} == {"007"}


def _die_on_007(one: Job, limits: Limits) -> Outcome:
    if one.sha256 == "007":
        os._exit(9)
    return read_job(one, limits)


def test_processes_that_never_read_anything_blame_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "read_job", _die)
    jobs = [job(tmp_path, f"{number:03}", REPORT.encode()) for number in range(30)]
    loaded: list[list[Outcome]] = []
    with pytest.raises(GongkaiError, match="3 reading processes died and none read anything"):
        ingest(jobs, loaded.append, limits=Limits(), workers=2)
    assert loaded == []


def _die(one: Job, limits: Limits) -> Outcome:
    os._exit(9)


def test_batches_are_loaded_as_they_come_and_failures_are_counted(tmp_path: Path) -> None:
    jobs = [job(tmp_path, "good", REPORT.encode()), job(tmp_path, "bad", b"\x00\x01\x02\x03")]
    loaded: list[int] = []
    steps: list[tuple[int, int]] = []
    told = ingest(
        jobs,
        lambda batch: loaded.append(len(batch)),
        limits=Limits(),
        progress=lambda done, of: steps.append((done, of)),
    )
    assert (told.read, told.failed, loaded, steps) == (1, 1, [2], [(2, 2)])


def test_batches_have_at_most_the_size_asked_for(tmp_path: Path) -> None:
    outcome = read_job(job(tmp_path, "a", REPORT.encode()), Limits())
    assert [len(batch) for batch in batches([outcome] * 5, 2)] == [2, 2, 1]
