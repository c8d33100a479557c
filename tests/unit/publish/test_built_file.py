"""What a warehouse on disk keeps in `built.duckdb`, and publishing by a copy of that file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline import warehouse
from pipeline.publish import files, publish
from pipeline.publish.content import Table, read_tables
from pipeline.publish.duckdb import READER_MEMORY, Source, lent_memory

TABLES = """
    create table seeds.regions as select 'r1' as region_code;
    create table staging.steps as select 1 as step;
    create table marts.dim_report as select 'a' || range as report_id, range as report_year from range(2020, 2025);
    comment on table marts.dim_report is 'One row per report.';
    create table metrics.all_metrics as select report_id, 0.5::double as value from marts.dim_report;
    create macro marts.of_year(y) as table select * from marts.dim_report where report_year = y;
"""
SCHEMAS = "create schema seeds; create schema staging; create schema metrics; create schema marts;"


@pytest.fixture
def two_files(tmp_path: Path) -> Path:
    """A warehouse on disk; its seeds are in one file, its marts in the other."""
    path = tmp_path / "data" / "work.duckdb"
    path.parent.mkdir()
    with warehouse.connect(path) as con:
        con.execute("create schema seeds; create schema staging")
        for one in TABLES.split(";")[:-1]:
            con.execute(one)
    return path


def _published(con: duckdb.DuckDBPyConnection, folder: Path) -> tuple[str, tuple[Table, ...]]:
    result = publish(con, folder, run_id=None, keep=3)
    with duckdb.connect(str(result.path / "warehouse.duckdb"), read_only=True) as reader:
        assert reader.sql("select report_id from marts.of_year(2024)").fetchall() == [("a2024",)]
        return result.version, read_tables(reader, "warehouse")


def test_two_files_are_published_as_one_would_be(two_files: Path, tmp_path: Path) -> None:
    with duckdb.connect() as one:
        one.execute(SCHEMAS + TABLES)
        expected = _published(one, tmp_path / "of one")
    with warehouse.connect(two_files) as con:
        assert _published(con, tmp_path / "of two") == expected


def test_the_work_database_lends_memory_to_a_reader_and_has_it_back(two_files: Path) -> None:
    def limit(con: duckdb.DuckDBPyConnection) -> int:
        return con.sql("select parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0][0]

    with warehouse.connect(two_files, "1GiB") as con:
        with lent_memory(con, Source.of(con)) as memory:
            assert (limit(con), memory) == (256 * 1024**2, READER_MEMORY + 768 * 1024**2)
        assert limit(con) == 1024**3
    with duckdb.connect(config={"memory_limit": "1GiB"}) as con, lent_memory(con, Source.of(con)) as memory:
        assert (limit(con), memory) == (1024**3, READER_MEMORY)


def test_marts_lie_in_their_own_file_and_begin_anew(two_files: Path) -> None:
    built = two_files.with_name("built.duckdb")
    with duckdb.connect(str(built), read_only=True) as con:
        assert con.sql("select count(*) from marts.dim_report").fetchall() == [(5,)]
    with warehouse.connect(two_files) as con:
        assert warehouse.built_file(con) == built
        warehouse.renew_built(con)
        assert "marts.dim_report" not in warehouse.columns_of(con)
        con.execute("create table marts.dim_report as select 1 as x")
        assert con.sql("from marts.dim_report").fetchall() == [(1,)]
        assert con.sql("from seeds.regions").fetchall() == [("r1",)]


def test_marts_do_not_outlive_their_work_database(two_files: Path) -> None:
    two_files.unlink()
    with warehouse.connect(two_files) as con:
        assert warehouse.columns_of(con) == {}


def test_marts_of_a_single_file_give_way(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts; create table marts.dim_report as select 1 as x")
    with warehouse.connect(path) as con:
        assert warehouse.columns_of(con) == {}


def test_in_memory_all_is_in_one_place() -> None:
    with warehouse.connect(":memory:") as con:
        assert warehouse.built_file(con) is None
        warehouse.renew_built(con)  # nothing to do


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (b"0123456789", True),
        (b"0123456780", False),
        (b"01234567", False),
        (b"0123456789a", False),
        (b"", False),
    ],
)
def test_bytes_are_compared_in_pieces(tmp_path: Path, monkeypatch, other: bytes, expected: bool) -> None:
    monkeypatch.setattr(files, "_PIECE", 4)
    (tmp_path / "one").write_bytes(b"0123456789")
    (tmp_path / "other").write_bytes(other)
    assert files.same_bytes(tmp_path / "one", tmp_path / "other") is expected
    assert files.same_bytes(tmp_path / "other", tmp_path / "one") is expected
