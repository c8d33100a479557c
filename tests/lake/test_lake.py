"""The lake gives what the single file gives, to many writers at once, and readers see whole snapshots."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from conftest import Servers, environment

from pipeline.config import Settings
from pipeline.lake.backfill import backfill
from pipeline.night import reopen
from pipeline.publish.content import Table, content_sha256, read_tables
from pipeline.warehouse.connection import BUILT_FILE
from pipeline.warehouse.lake import connect, snapshots, without_keys

pytestmark = pytest.mark.slow
BACKFILL = ("-m", "pipeline.lake.backfill")
FEW = 5  # documents of the sample that no listing gives a year to
STATE = """
    select
        (select count(*) from marts.dim_report) as reports,
        (select count(*) from marts.fct_observation) as observations,
        (select count(*) from marts.metric_values) as metric_values
"""
# a writer that stops between its inserts and its commit, says so, and waits to be killed
STOPPING = """
import sys
from pipeline.warehouse.lake import LakeConnection
from pipeline.lake.backfill import main

commit = LakeConnection.commit

def stop(self):
    if self._depth == 1 and self._con.sql("select count(*) from raw.observations").fetchone()[0]:
        print("loaded, not committed", flush=True)
        sys.stdin.read()
    commit(self)

LakeConnection.commit = stop
main()
"""


def prepare(settings: Settings) -> None:
    """What comes before the writers: the catalogue of the crawl, in the lake."""
    with reopen(settings, "catalogue"):
        pass


def finish(settings: Settings) -> None:
    """What comes after the writers: whatever no listing gives a year to, and the build."""
    with reopen(settings, "rest") as night:
        assert night.ingest()["extracted"] < FEW
    build(settings)


def build(settings: Settings) -> None:
    with reopen(settings, "build") as night:
        night.load_seeds()
        night.build()


def tables_of(settings: Settings) -> tuple[Table, ...]:
    with connect(settings) as con, con.cursor() as cursor:
        return read_tables(cursor, "lake")


@pytest.fixture(scope="module")
def single(crawled: Path) -> tuple[Table, ...]:
    with duckdb.connect(str(crawled / "work.duckdb"), read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach '{crawled / BUILT_FILE}' as built (read_only)")
        return read_tables(con, "work", "built")


def rows_of(tables: tuple[Table, ...], schemas: tuple[str, ...] = ("marts", "metrics")) -> dict[str, object]:
    return {one.full_name: (one.row_count, one.row_hashes) for one in tables if one.schema in schemas}


@contextmanager
def writer(settings: Settings, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_night_on_the_lake_gives_the_same_marts(
    servers: Servers, data_dir: Path, single: tuple[Table, ...]
) -> None:
    settings = servers.settings("same", data_dir)
    with reopen(settings, "night") as night:
        night.ingest()
        night.load_seeds()
        night.build()
        version = night.publish()
    tables = tables_of(settings)
    assert rows_of(tables) == rows_of(single)
    assert rows_of(tables)["marts.dim_report"][0] > 40  # type: ignore[index]
    assert content_sha256(tables) == content_sha256(single)
    assert (version.path / "warehouse.duckdb").is_file()
    assert not settings.work_db.exists()


def test_two_writers_at_once_lose_and_double_nothing(
    servers: Servers, data_dir: Path, single: tuple[Table, ...]
) -> None:
    settings = servers.settings("writers", data_dir)
    prepare(settings)
    with writer(settings, *BACKFILL, "2021") as one, writer(settings, *BACKFILL, "2022-2023") as other:
        for process in (one, other):
            told, problem = process.communicate(timeout=120)
            assert process.returncode == 0, problem
            assert not told.startswith("0 ")
    finish(settings)
    assert rows_of(tables_of(settings)) == rows_of(single)


def test_a_killed_writer_leaves_nothing_half_done(
    servers: Servers, data_dir: Path, single: tuple[Table, ...]
) -> None:
    settings = servers.settings("killed", data_dir)
    prepare(settings)
    program = data_dir / "stopping.py"
    program.write_text(STOPPING, encoding="utf-8")
    with writer(settings, str(program), "2022") as doomed:
        assert doomed.stdout is not None
        assert doomed.stdout.readline() == "loaded, not committed\n"
        backfill(settings, (2021, 2023))  # another writer is not held up by it
        doomed.kill()
        doomed.wait()
    with connect(settings) as con:
        years = con.sql(
            "select distinct report_year from raw.documents where is_report order by 1"
        ).fetchall()
    assert 2022 not in [year for (year,) in years]
    assert backfill(settings, (2022,))["extracted"] > 0
    assert backfill(settings, range(2021, 2024))["extracted"] == 0
    finish(settings)
    assert rows_of(tables_of(settings)) == rows_of(single)


def test_readers_see_whole_snapshots_and_earlier_ones(servers: Servers, data_dir: Path) -> None:
    settings = servers.settings("snapshots", data_dir)
    prepare(settings)
    backfill(settings, (2021,))
    build(settings)
    with connect(settings) as con:
        first, number = con.sql(STATE).fetchone(), snapshots(con)[-1][0]
    seen: set[object] = set()
    is_over = threading.Event()

    def look() -> None:
        with connect(settings) as con:
            while not is_over.is_set():
                seen.add(con.sql(STATE).fetchone())

    reader = threading.Thread(target=look)
    reader.start()
    try:
        backfill(settings, (2022, 2023))
        build(settings)
    finally:
        is_over.set()
        reader.join()
    with connect(settings) as con:
        last = con.sql(STATE).fetchone()
    with connect(settings, version=number) as con:
        assert con.sql(STATE).fetchone() == first
    assert first != last
    assert first in seen
    assert seen <= {first, last}


def test_keys_are_left_out_and_nothing_else() -> None:
    text = "create table if not exists raw.a (x varchar not null primary key, y integer[], unique (y))"
    assert without_keys(text).lower() == "create table if not exists raw.a (x text not null, y int[])"
    assert "primary" not in without_keys("create table raw.b (x int, y int, primary key (x, y))").lower()
