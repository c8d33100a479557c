"""Whole nights over a small sample city, as tests need them: no Dagster, few exports, a calendar of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

import duckdb

from pipeline import night as nights
from pipeline.config import Settings
from pipeline.night import Errand, Night, open_night
from pipeline.publish import PublishResult, current_folder, parquet, publish
from pipeline.publish.duckdb import FILE_NAME
from pipeline.sample import SampleSpec

AGENCIES, YEARS, SEED = 20, (2023, 2024), 20140
AS_OF = date(2026, 3, 2)
FIRST_NIGHT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
Content = dict[str, tuple[int, str, str]]


def sample_settings(folder: Path, night: int = 0, **more: object) -> Settings:
    """Settings of a small sample city as it is on its nth night; one process, so that tests stay light."""
    sample = f"{AGENCIES},{YEARS[0]}-{YEARS[1]},{SEED},{night}"
    return Settings(data_dir=folder, sample=sample, workers=1, memory_limit="1GB", **more)  # type: ignore[arg-type]


def sample_spec(night: int = 0) -> SampleSpec:
    """The same city for the generator."""
    return SampleSpec(AGENCIES, YEARS, SEED, night)


@contextmanager
def calendar(night: int = 0) -> Iterator[None]:
    """Nights a day apart, all on one day that decides what is due, so that they can be compared."""
    at = FIRST_NIGHT + timedelta(days=night)
    light = partial(publish, exports=(parquet.export,), now=lambda: at)
    with patch.object(nights, "publish", light), patch.object(nights, "today", lambda: AS_OF):
        yield


def run_stages(night: Night) -> PublishResult:
    """What the job does, in its order."""
    night.crawl()
    night.ingest()
    night.load_seeds()
    night.build()
    return night.publish()


def run_night(settings: Settings, run_id: str, night: int = 0) -> PublishResult:
    """One whole night, crawl to publish."""
    with calendar(night), open_night(settings, run_id, Errand(("sample",))) as opened:
        return run_stages(opened)


def rebuild(settings: Settings) -> PublishResult:
    """The same from the archive alone."""
    with calendar():
        return nights.rebuild(settings)


def content(published_dir: Path) -> Content:
    """table -> rows and two hashes of them, without the moments (`*_at`) that differ between any two runs."""
    path = current_folder(published_dir) / FILE_NAME
    with duckdb.connect(str(path), read_only=True) as con:
        columns = con.execute(
            "select table_schema || '.' || table_name, list(column_name order by ordinal_position) "
            "from information_schema.columns where table_schema in ('seeds', 'metrics', 'marts') group by 1"
        ).fetchall()
        return {
            table: con.execute(
                _hash_of(table, [name for name in names if not name.endswith("_at")])
            ).fetchall()[0]
            for table, names in sorted(columns)
        }


def _hash_of(table: str, columns: list[str]) -> str:
    row = f"hash({', '.join(columns)})"
    return f"select count(*), bit_xor({row})::varchar, sum({row})::varchar from {table}"
