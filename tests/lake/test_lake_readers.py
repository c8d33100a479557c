"""Reading on other workers gives what reading here gives, also when a worker dies on the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.errors import SettingsError
from pipeline.extract import Limits
from pipeline.ingest import Job, Outcome, read_all
from pipeline.lake.readers import elsewhere, read_on

distributed = pytest.importorskip("distributed", reason="fan-out is Dask's; uv sync --extra lake")
pytestmark = pytest.mark.slow
MANY = 40


@pytest.fixture(scope="module")
def jobs(crawled: Path) -> list[Job]:
    with Archive(crawled / "archive") as archive:
        bodies = archive.table("resources").filter(kind="page")["sha256"].drop_nulls().unique().sort()
        return [Job(sha256, "sample", archive.objects.path(sha256)) for sha256 in bodies][:MANY]


def told(outcomes: list[Outcome]) -> dict[str, object]:
    return {one.job.sha256: (one.reading, one.error) for one in outcomes}


def test_two_workers_read_what_one_process_reads_though_one_is_killed(jobs: list[Job]) -> None:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as cluster:
        doomed = next(iter(cluster.workers.values())).process.pid
        outcomes = []
        for outcome in read_on(cluster.scheduler_address, jobs, Limits()):
            if not outcomes:
                os.kill(doomed, signal.SIGKILL)
            outcomes.append(outcome)
    assert len(outcomes) == len(jobs) == MANY
    assert told(outcomes) == told(list(read_all(jobs, limits=Limits(), workers=1)))


def test_readers_are_chosen_by_a_setting() -> None:
    assert elsewhere(Settings()) is None
    source = elsewhere(Settings(readers="tcp://127.0.0.1:1"))
    assert source is not None


def test_a_scheduler_that_is_not_there_is_told(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.lake.readers.CONNECT_SECONDS", 0.2)
    with pytest.raises(SettingsError, match="no scheduler answers"):
        list(read_on("tcp://127.0.0.1:1", jobs[:1], Limits()))
