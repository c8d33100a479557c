"""The stages that are timed on a data directory of their own; run as a module, one stage in a process:

python -m benchmarks.stages STAGE DATA_DIR     prints seconds, CPU seconds and peak memory in MB, as JSON
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.reader import cpu_seconds
from benchmarks.timing import peak_mb, undisturbed
from pipeline.config import Settings
from pipeline.night import Errand, Night, open_night, rebuild

SQL_SCHEMAS = ("staging", "metrics", "marts", "checks")


def settings_of(data_dir: Path, sample: str = "") -> Settings:
    """Settings over a data directory; `sample` as GONGKAI_SAMPLE writes it, empty: the whole city."""
    return Settings(data_dir=data_dir, sample=sample) if sample else Settings(data_dir=data_dir)


@contextmanager
def night(data_dir: Path) -> Iterator[Night]:
    """One more night over the sample portal of a data directory, in its size."""
    note = data_dir / "sample.txt"
    sample = note.read_text(encoding="utf-8") if note.is_file() else ""
    with open_night(settings_of(data_dir, sample), f"benchmark-{time.time_ns()}", Errand(("sample",))) as one:
        yield one


def crawl(data_dir: Path) -> None:
    """Portal to archive."""
    with night(data_dir) as one:
        one.crawl()


def read(data_dir: Path) -> None:
    """Archive to raw tables, over all cores."""
    with night(data_dir) as one:
        one.ingest()
        one.load_seeds()


def build(data_dir: Path) -> None:
    """Raw tables to marts."""
    with night(data_dir) as one:
        one.build()


def publish(data_dir: Path) -> None:
    """Marts to a published version."""
    with night(data_dir) as one:
        one.publish()


def whole_night(data_dir: Path) -> None:
    """Everything; where nothing changed, nothing is fetched, read or published."""
    with night(data_dir) as one:
        one.crawl()
        one.ingest()
        one.load_seeds()
        one.build()
        one.publish()


def cold(data_dir: Path) -> None:
    """Warehouse and published version from the archive alone."""
    (data_dir / "work.duckdb").unlink(missing_ok=True)
    shutil.rmtree(data_dir / "published", ignore_errors=True)
    rebuild(settings_of(data_dir))


def dagster_sql(data_dir: Path) -> float:
    """The models of sql/ as Dagster assets, in process; without the start of Dagster."""
    os.environ["GONGKAI_DATA_DIR"] = str(data_dir)  # the assets read their settings from the environment
    import dagster as dg

    from assets.definitions import defs
    from assets.warehouse import MODELS, key_of

    keys = [key_of(model.name) for model in MODELS if model.schema in SQL_SCHEMAS]
    with dg.DagsterInstance.ephemeral() as instance:
        job = defs.resolve_job_def("nightly")

        def run() -> None:
            result = job.execute_in_process(
                instance=instance,
                asset_selection=keys,
                run_config={
                    "resources": {"workspace": {"config": {"portals": "sample"}}},
                    "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                },
            )
            if not result.success:
                raise RuntimeError("the job failed; `gongkai run` tells why")

        return undisturbed(run)


STAGES: dict[str, Callable[[Path], float | None]] = {
    "crawl": crawl,
    "read": read,
    "build": build,
    "publish": publish,
    "no-op night": whole_night,
    "cold run": cold,
    "sql by dagster": dagster_sql,
}


def main() -> int:
    """Run one stage and print what it took."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    started = time.perf_counter()
    told = STAGES[name](folder)
    seconds = told if told is not None else time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "cpu": cpu_seconds(), "peak_mb": peak_mb()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
