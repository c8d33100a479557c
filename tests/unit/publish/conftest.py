"""A small work database, a clock that stands still until told, and the folder to publish to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.publish import publish
from pipeline.warehouse import create_macros

SMALL_WORK = Path(__file__).with_name("small_work.sql")


class Clock:
    """A clock that only `forward` moves."""

    def __init__(self) -> None:
        self.time = datetime(2025, 7, 1, 2, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, minutes: float) -> None:
        self.time += timedelta(minutes=minutes)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def work(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(tmp_path / "work.duckdb")) as con:
        con.execute(SMALL_WORK.read_text(encoding="utf-8"))
        create_macros(con)
        yield con


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version of the small city with everything in it, for tests that only look."""
    with duckdb.connect() as con:
        con.execute(SMALL_WORK.read_text(encoding="utf-8"))
        create_macros(con)
        return publish(con, tmp_path_factory.mktemp("published"), run_id="run-1", keep=3, now=Clock()).path


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Just a table and a view on it, for tests that publish often."""
    with duckdb.connect(str(tmp_path / "work.duckdb")) as con:
        con.execute("create schema marts; create schema metrics")
        con.execute("create table marts.fct_observation as select 0.5::double as value from range(30)")
        con.execute("create view metrics.all_metrics as select value from marts.fct_observation limit 3")
        yield con


@pytest.fixture
def published_dir(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
def old_python() -> str:
    """A Python with DuckDB 1.0.0 and duckdb-engine beside the environment, as .ci/run makes it."""
    python = os.environ.get("GONGKAI_TEST_OLD_PYTHON")
    if not python:
        pytest.skip("GONGKAI_TEST_OLD_PYTHON names no Python with duckdb 1.0.0 and duckdb-engine")
    return python
