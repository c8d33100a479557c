"""One size in one process: load, build and publish so many reports, then a night with changes; prints JSON.

A process of its own, so that its peak memory is this size's.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.scale_cities import City, all_catalogues, all_crosswalks, city, read_city, revised
from benchmarks.scale_dashboard import answer_times
from pipeline import warehouse
from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.forms import cells, load_forms
from pipeline.night import Errand, Night, today
from pipeline.portals.urls import url_key
from pipeline.warehouse.connection import BUILT_FILE

MODELS_TOLD = 12
AT_ONCE = 4  # cities loaded together: some 2,000 documents, as a batch of a backfill


@dataclass
class Result:
    """What one size took. Seconds are of the clock (`cpu`: of all cores), sizes in bytes."""

    reports: int = 0
    cell_count: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    peak_bytes: int = 0
    peaks: dict[str, int] = field(default_factory=dict)  # the highest so far, after each stage
    disk: dict[str, int] = field(default_factory=dict)
    models: list[tuple[str, int | None, float]] = field(default_factory=list)
    night_models: list[tuple[str, int | None, float]] = field(default_factory=list)
    dashboard: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of a block to a stage."""
        clock, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - clock
        self.cpu[stage] = self.cpu.get(stage, 0.0) + time.process_time() - cpu
        self.peaks[stage] = _peak()
        print(f"{self.reports:,} reports: {stage} {self.seconds[stage]:.1f} s", file=sys.stderr)


class ManyCities(Archive):
    """An archive that holds no bytes: its crawl is given as frames, its history of findings is kept as ever."""

    given: dict[str, pl.DataFrame]

    def table(self, name: str) -> pl.DataFrame:
        return super().table(name) if name == "finding_history" else self.given[name]


def measure(folder: Path, first: City, count: int, changed: int) -> Result:
    """Build and publish about `count` reports (whole cities) in `folder`, then a night with `changed` new ones."""
    result = Result()
    settings = Settings(data_dir=folder)
    with ManyCities(settings.archive_dir) as archive:
        con = warehouse.connect(settings.work_db, settings.memory_limit)
        warehouse.init(con)
        night = Night(settings, "scale", Errand(), (), archive, con)
        cities = _load_cities(night, result, first, count)
        with result.timed("load"):
            archive.given = all_catalogues(cities)
            warehouse.load_catalogue(con, archive, url_key=url_key)
            warehouse.load_seeds(con, all_crosswalks(cities), cells(load_forms()))
            warehouse.set_as_of(con, today())
        _build_and_publish(night, result, "")
        result.disk = _disk(settings)
        result.dashboard = answer_times(settings.published_dir)
        cities[0] = revised(cities[0], changed)
        with result.timed("night load"):
            warehouse.load_frames(con, cities[0].raw)
            archive.given = all_catalogues(cities)
            warehouse.load_catalogue(con, archive, url_key=url_key)
        _build_and_publish(night, result, "night ")
        con.close()
    result.peak_bytes = _peak()
    return result


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _load_cities(night: Night, result: Result, first: City, count: int) -> list[City]:
    """Load city by city; what stays in memory of each is its catalogue and agency list."""
    kept: list[City] = []
    loading = working = 0.0
    wanted = max(1, round(count / first.reports))
    for start in range(0, wanted, AT_ONCE):
        several = [city(first, number) for number in range(start, min(start + AT_ONCE, wanted))]
        frames = {name: pl.concat([one.raw[name] for one in several]) for name in first.raw}
        started, cpu = time.perf_counter(), time.process_time()
        warehouse.load_frames(night.con, frames)
        loading, working = loading + time.perf_counter() - started, working + time.process_time() - cpu
        result.reports += sum(one.reports for one in several)
        result.cell_count += frames["observations"].height
        kept.extend(one if one is first else City({}, one.catalogue, one.crosswalks) for one in several)
    result.seconds["load"], result.cpu["load"] = loading, working
    return kept


def _build_and_publish(night: Night, result: Result, prefix: str) -> None:
    with result.timed(f"{prefix}sql/"):
        built = night.build()
    longest = sorted(built, key=lambda one: -one.seconds)[:MODELS_TOLD]
    told = [(one.model.name, one.rows, round(one.seconds, 2)) for one in longest]
    result.night_models, result.models = (told, result.models) if prefix else ([], told)
    with result.timed(f"{prefix}checks"):
        warehouse.run_checks(night.con)
    with result.timed(f"{prefix}publish"):
        night.publish()


def _disk(settings: Settings) -> dict[str, int]:
    def size(path: Path) -> int:
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file() and not one.is_symlink())

    published = (settings.published_dir / "current").resolve()
    parts = {part.name: size(part) for part in sorted(published.iterdir()) if part.is_dir()}
    duckdb_file = (published / "warehouse.duckdb").stat().st_size
    work = settings.work_db.stat().st_size + settings.work_db.with_name(BUILT_FILE).stat().st_size
    return {"work and built.duckdb": work, "warehouse.duckdb": duckdb_file, **parts}


def main() -> None:
    """`python -m benchmarks.scale_run FOLDER CITY REPORTS CHANGED`."""
    folder, first, count, changed = sys.argv[1:]
    result = measure(Path(folder), read_city(Path(first)), int(count), int(changed))
    print(json.dumps(asdict(result), default=date.isoformat))


if __name__ == "__main__":
    main()
