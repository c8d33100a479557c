"""Fan-out: the same documents read on one and on two Dask workers; prints the speed-up.

    python -m benchmarks.scale_readers

Every worker is a process with one thread, as one container of `deploy/compose.yaml` is. Each is warmed up with one
document first, since loading the forms is paid once a worker and not once a document.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from distributed import LocalCluster
from rich.console import Console

from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.extract import Limits
from pipeline.ingest import Job
from pipeline.lake.readers import read_on
from pipeline.night import Errand, open_night

SAMPLE = "64,2021-2023,20140,0"
WORKERS = (1, 2)


def sample_jobs(folder: Path) -> list[Job]:
    """Every body of the crawled sample portal."""
    with open_night(Settings(data_dir=folder, sample=SAMPLE), "readers", Errand(("sample",))) as night:
        night.crawl()
    with Archive(folder / "archive") as archive:
        kinds = archive.table("resources").filter(archive.table("resources")["kind"] != "listing")
        bodies = kinds["sha256"].drop_nulls().unique().sort()
        return [Job(sha256, "sample", archive.objects.path(sha256)) for sha256 in bodies]


def seconds_on(workers: int, jobs: list[Job]) -> float:
    """Seconds to read all jobs on so many workers."""
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as cluster:
        for _ in read_on(cluster.scheduler_address, jobs[: 8 * workers], Limits()):
            pass
        started = time.perf_counter()
        count = sum(1 for _ in read_on(cluster.scheduler_address, jobs, Limits()))
        assert count == len(jobs)
        return time.perf_counter() - started


def main() -> None:
    """Read the sample on one worker, then on two, and print both and their ratio."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="gongkai-readers-") as folder:
        jobs = sample_jobs(Path(folder))
        seconds = {workers: seconds_on(workers, jobs) for workers in WORKERS}
    for workers, taken in seconds.items():
        rate = len(jobs) / taken
        console.print(f"{workers} worker(s): {len(jobs)} documents in {taken:.1f} s, {rate:.1f} a second")
    console.print(f"speed-up: {seconds[WORKERS[0]] / seconds[WORKERS[-1]]:.2f} times")


if __name__ == "__main__":
    main()
