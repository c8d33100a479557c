"""Opening, building, checking and commenting."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline import warehouse
from pipeline.config import sql_dir
from pipeline.errors import CheckFailedError, LockedError, ModelError, WarehouseError
from pipeline.warehouse import BuildResult, CheckResult, Model

HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


def model(name: str, sql: str, materialized: str = "table", **header: str) -> Model:
    """A model made up for a test; it reads no other."""
    return Model(name, Path("x.sql"), sql, "One row.", tuple(header.items()), (), materialized)


def test_another_writer_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "open"
        with pytest.raises(LockedError, match="another process writes"):
            warehouse.connect(path)
        holder.communicate("")
    warehouse.connect(path).close()


def test_a_file_that_is_no_warehouse_is_told(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    path.write_text("no database at all, " * 1000)
    with pytest.raises(WarehouseError):
        warehouse.connect(path)


def test_init_keeps_loaded_rows_and_drops_models_whose_file_is_gone(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into seeds.as_of values ('2024-01-01')")
    con.execute("create table marts.of_old as select 1 as x")
    con.execute("create view staging.of_old as select 1 as x")
    con.execute("create table ops.notes as select 1 as x")
    warehouse.init(con)
    assert con.sql("select count(*) from seeds.as_of").fetchone() == (1,)
    assert {name for name in warehouse.columns_of(con) if "of_old" in name or "notes" in name} == {
        "ops.notes"
    }


def test_tables_of_an_older_release_are_made_anew(tmp_path: Path) -> None:
    with warehouse.connect(tmp_path / "work.duckdb") as con:
        warehouse.init(con)
        con.execute(
            "insert into raw.parts by name "
            "select 'a' as document_sha256, 't2' as part, 'read' as status, [] as table_indexes"
        )
        warehouse.init(con)
        assert len(con.sql("from raw.parts").fetchall()) == 1
        con.execute("alter table raw.snapshots add column last_seen_at timestamp")
        warehouse.init(con)
        assert con.sql("from raw.parts").fetchall() == []  # documents are read again from the archive
        assert "last_seen_at" not in con.sql("from raw.snapshots").columns


def test_build_can_be_restricted_and_reports_progress(con: duckdb.DuckDBPyConnection) -> None:
    models = [model("marts.a", "select 1 as x union all select 2"), model("marts.b", "select 3 as x", "view")]
    seen: list[BuildResult] = []
    results = warehouse.build(con, models, progress=seen.append)
    assert [(one.model.name, one.rows) for one in results] == [("marts.a", 2), ("marts.b", None)]
    assert seen == results
    assert [one.model.name for one in warehouse.build(con, models, only={"marts.b"})] == ["marts.b"]


def test_a_table_may_become_a_view_and_back(con: duckdb.DuckDBPyConnection) -> None:
    for kind in ("table", "view", "table"):
        warehouse.build(con, [model("marts.a", "select 1 as x", kind)])
        assert con.sql("select x from marts.a").fetchall() == [(1,)]


def test_broken_sql_names_the_model(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ModelError, match=r"marts\.a: .*nowhere"):
        warehouse.build(con, [model("marts.a", "select x from marts.nowhere")])


def test_only_errors_of_ours_block() -> None:
    def result(fault: str, severity: str, offenders: int) -> CheckResult:
        return CheckResult("claim", "claim", severity, fault, offenders, ({"report_id": "r"},))

    warehouse.require_passed(
        [result("agency", "error", 9), result("ours", "warn", 9), result("ours", "error", 0)]
    )
    with pytest.raises(CheckFailedError, match=r"claim \(2, first: report_id=r\)"):
        warehouse.require_passed([result("ours", "error", 2)])


def test_checks_count_offenders_and_show_the_first(con: duckdb.DuckDBPyConnection) -> None:
    check = model("checks.claim", "select unnest(range(7)) as x", "view", fault="ours", severity="error")
    warehouse.build(con, [check])
    (result,) = warehouse.run_checks(con, [check])
    assert (result.offenders, result.blocks, len(result.sample)) == (7, True, 5)
    assert result.sample[0] == {"x": 0}


def test_every_table_and_column_is_described(city: duckdb.DuckDBPyConnection) -> None:
    warehouse.comment_all(city)
    missing = city.sql(
        """select table_name, column_name from duckdb_columns()
        where comment is null and not internal
        and schema_name in ('raw', 'seeds', 'staging', 'metrics', 'marts', 'ops')"""
    ).fetchall()
    assert missing == []
    assert (
        city.sql(
            "select comment from duckdb_tables() where schema_name = 'marts' and table_name = 'agency_year'"
        )
        .fetchall()[0][0]
        .endswith("各表合计与主要指标。")
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [("never_there,,无,No such column.,没有这一列。", "not there: never_there"), (None, "not described: ")],
)
def test_one_column_too_many_or_missing_fails(
    city: duckdb.DuckDBPyConnection, tmp_path: Path, line: str | None, told: str
) -> None:
    folder = tmp_path / "sql"
    shutil.copytree(sql_dir(), folder)
    path = folder / "columns.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, line] if line else lines[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(ModelError, match=told):
        warehouse.comment_all(city, folder)


def test_a_column_described_twice_or_without_a_label_fails(
    city: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    folder = tmp_path / "sql"
    shutil.copytree(sql_dir(), folder)
    path = folder / "columns.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(ModelError, match="stands twice"):
        warehouse.comment_all(city, folder)
    path.write_text(text + "thing,,,English.,中文。\n", encoding="utf-8")
    with pytest.raises(ModelError, match="lacks a label"):
        warehouse.comment_all(city, folder)
