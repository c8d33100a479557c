"""Publishing a version: what is in it, when nothing new is made, and what a failure leaves behind."""

from __future__ import annotations

import csv as library_csv
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from pipeline import warehouse
from pipeline.errors import PublishError
from pipeline.publish import Draft, PublishResult, csv, current_folder, parquet, publish, versions
from pipeline.publish.files import publishing_lock

ROOT = Path(__file__).parents[3]
SMALL_WORK = Path(__file__).with_name("small_work.sql")


def _publish(con, folder: Path, clock, **options) -> PublishResult:
    return publish(con, folder, **{"run_id": "run-1", "keep": 3, "now": clock, "exports": ()} | options)


def _change(con, value: float) -> None:
    con.execute("update marts.fct_observation set value = ?", [value])


def _open(result: PublishResult) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(result.path / "warehouse.duckdb"), read_only=True)


def test_the_warehouse_holds_published_schemas_as_tables_without_keys(work, published_dir, clock):
    result = _publish(work, published_dir, clock)

    with _open(result) as con:
        kinds = con.execute(
            "select table_schema || '.' || table_name, table_type from information_schema.tables order by 1"
        ).fetchall()
        keys = con.execute("select * from duckdb_constraints()").fetchall()
        comment = con.execute(
            "select comment from duckdb_columns() where table_name = 'dim_report' and comment is not null"
        ).fetchall()
    assert {kind for _, kind in kinds} == {"BASE TABLE"}
    assert {name.split(".")[0] for name, _ in kinds} == {"marts", "metrics", "ops", "seeds"}
    assert "metrics.all_metrics" in {name for name, _ in kinds}  # a view in the work database
    assert keys == []
    assert comment == [("报告年度: the year reported on",)]
    assert current_folder(published_dir).name == result.version


def test_macros_come_along_unless_they_read_what_stays(work, published_dir, clock):
    result = _publish(work, published_dir, clock)

    with _open(result) as con:
        lineage = "select report_id, place from marts.lineage('示例市水务局', 2019, 'granted_rate')"
        assert con.execute(lineage).fetchall() == [("ag-shuiwu-2019", "t2/r4/c10")]
        series = "select agency_id from marts.series('示例市水务局', 'granted_rate'"
        assert con.execute(f"{series})").fetchall() == [("ag-shuiwu",)] * 3  # its default came along
        assert len(con.execute(f"{series}, bridge := true)").fetchall()) == 5
        assert con.execute("select marts.share(1, 4)").fetchall() == [(0.25,)]
        with pytest.raises(duckdb.CatalogException):
            con.execute("from marts.raw_text('x')")
    assert "macro marts.raw_text: reads tables that are not published" in (
        result.path / "RELEASE.md"
    ).read_text("utf-8")


def test_all_exports_of_the_small_warehouse(release):
    files = [path.relative_to(release) for path in release.rglob("*") if path.is_file()]
    folders = {"parquet", "csv", "xlsx"}
    alone = {"warehouse.duckdb", "datapackage.json", "SHA256SUMS", "RELEASE.md"}
    assert folders | alone <= {file.parts[0] for file in files}
    checked = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=release, check=False)
    assert checked.returncode == 0


def test_the_file_says_the_storage_version_of_duckdb_1_0(release):
    header = (release / "warehouse.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64  # what 0.10 to 1.1 write and read


def test_duckdb_1_0_opens_it(work, published_dir, clock, old_python):
    result = _publish(work, published_dir, clock)

    query = "select count(*) from marts.fct_observation"
    program = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True);"
        f"print(duckdb.__version__, con.execute({query!r}).fetchall()[0][0],"
        "con.execute(\"from marts.lineage('ag-shuiwu', 2019, 'granted_rate')\").fetchall()[0][0])"
    )
    path = str(result.path / "warehouse.duckdb")
    answer = subprocess.run([old_python, "-c", program, path], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["1.0.0", "32", "ag-shuiwu-2019"]


def test_equal_content_publishes_nothing_new(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    work.execute("insert into ops.runs values ('run-2', date '2025-07-01')")
    work.execute("update seeds.as_of set as_of = date '2025-07-01'")
    work.execute("create table marts.again as from marts.dim_agency order by agency_id desc")
    work.execute("drop table marts.dim_agency")
    work.execute("alter table marts.again rename to dim_agency")
    work.execute("comment on column marts.dim_agency.canonical_name is '机关名称: the name in the crosswalk'")
    second = _publish(work, published_dir, clock, run_id="run-2")

    assert (first.created, second.created) == (True, False)
    assert second.version == first.version
    assert [version.name for version in versions(published_dir)] == [first.version]


def test_force_publishes_equal_content_under_a_new_name(tiny, published_dir, clock):
    first = _publish(tiny, published_dir, clock)
    second = _publish(tiny, published_dir, clock, force=True)
    third = _publish(tiny, published_dir, clock, force=True)

    assert [second.version, third.version] == [f"{first.version}-2", f"{first.version}-3"]
    assert third.created
    assert current_folder(published_dir).name == third.version


@pytest.mark.parametrize(
    "change",
    [
        "update marts.fct_observation set value_raw = '9' where source_cell = 't2/r4/c10'",
        "delete from marts.findings",
        "insert into marts.dim_agency values ('ag-new', '示例市新局', 'department', 'city', [])",
        "alter table marts.findings rename column fault to whose",
        "comment on table marts.findings is '发现'",
        "create table seeds.regions as select 1 as region_code",
    ],
)
def test_any_change_of_content_makes_a_new_version(work, published_dir, clock, change):
    first = _publish(work, published_dir, clock)
    work.execute(change)
    second = _publish(work, published_dir, clock)

    assert second.created
    assert second.version != first.version


def test_a_failing_export_leaves_the_old_version_and_nothing_else(tiny, published_dir, clock):
    def full_disk(draft: Draft) -> tuple[str, ...]:
        (draft.folder / "half").write_text("half")
        raise OSError(28, "No space left on device")

    first = _publish(tiny, published_dir, clock)
    _change(tiny, 7)
    with pytest.raises(PublishError, match=r"No space left on device.*the old version stays"):
        _publish(tiny, published_dir, clock, exports=(full_disk,))

    assert current_folder(published_dir).name == first.version
    assert sorted(path.name for path in published_dir.iterdir()) == [".lock", "current", first.version]


def test_a_wrong_file_is_found_before_the_swap(work, published_dir, clock):
    def cut(draft: Draft) -> tuple[str, ...]:
        csv.export(draft)
        path = draft.folder / "csv" / "marts" / "dim_agency.csv"
        path.write_text("\n".join(path.read_text("utf-8").splitlines()[:-1]), "utf-8")
        return ()

    with pytest.raises(PublishError, match=r"csv of marts.dim_agency has 3 rows, not 4"):
        _publish(work, published_dir, clock, exports=(cut,))
    assert versions(published_dir) == ()
    assert not (published_dir / "current").is_symlink()


def test_an_empty_work_database_is_refused(tmp_path, published_dir, clock):
    with duckdb.connect(str(tmp_path / "w.duckdb")) as con, pytest.raises(PublishError, match="no table"):
        _publish(con, published_dir, clock)


def test_a_work_database_opened_read_only_is_published_as_well(tiny, tmp_path, published_dir, clock):
    tiny.close()
    with duckdb.connect(str(tmp_path / "work.duckdb"), read_only=True) as con:
        assert _publish(con, published_dir, clock).created


def test_two_publishers_do_not_meet(tiny, published_dir, clock):
    with (
        publishing_lock(published_dir),
        pytest.raises(PublishError, match=rf"process {os.getpid()} is publishing"),
    ):
        _publish(tiny, published_dir, clock)
    assert _publish(tiny, published_dir, clock).created


def test_a_killed_publish_changes_nothing_and_is_cleaned_up(work, published_dir, tmp_path, clock):
    first = _publish(work, published_dir, clock)
    program = f"""
import os, signal, sys
from pathlib import Path
import duckdb
from pipeline.publish import publish

def die(draft):
    (draft.folder / "half.parquet").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)

con = duckdb.connect()
con.execute(Path({str(SMALL_WORK)!r}).read_text(encoding="utf-8"))
con.execute("delete from marts.findings")
publish(con, Path({str(published_dir)!r}), run_id=None, keep=3, exports=(die,))
"""
    killed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list(published_dir.glob("*.tmp-*"))
    assert current_folder(published_dir).name == first.version

    _change(work, 5)
    second = _publish(work, published_dir, clock)
    assert not list(published_dir.glob("*.tmp-*"))
    assert current_folder(published_dir).name == second.version


def test_history_is_told(tiny, published_dir, clock):
    told: list[tuple[object, ...]] = []

    class History:
        def record_published(
            self, version: str, content_sha256: str, run_id: str | None, at: datetime
        ) -> None:
            told.append(("published", version, content_sha256[:12], run_id, at))

        def remove_published(self, version: str, at: datetime) -> None:
            told.append(("removed", version, at))

    first = _publish(tiny, published_dir, clock, history=History())
    assert told == [("published", first.version, first.version[2:], "run-1", clock())]
    for value in range(3):
        clock.forward(11)
        _change(tiny, value + 100)
        _publish(tiny, published_dir, clock, history=History())
    assert ("removed", first.version, clock()) in told


def test_large_tables_are_parted_by_report_year(work, published_dir, clock):
    result = _publish(work, published_dir, clock, exports=(parquet.export,), large_rows=6)

    folder = result.path / "parquet" / "marts"
    for table in ("dim_report", "fct_observation"):  # the second takes the year of its report
        years = sorted(path.name for path in (folder / table).iterdir())
        assert years == ["report_year=2018", "report_year=2019", "report_year=2020"]
    assert (folder / "dim_agency.parquet").is_file()
    query = "select report_year, count(*) from read_parquet(?) group by report_year order by report_year"
    found = duckdb.execute(query, [f"{folder}/fct_observation/**/*.parquet"]).fetchall()
    assert found == [(2018, 12), (2019, 8), (2020, 12)]


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(work, published_dir, clock):
    result = _publish(work, published_dir, clock, exports=(csv.export,))

    content = (result.path / "csv" / "marts" / "findings.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbffinding_id,")
    assert "'=cmd|' /C calc'!A0 <script>" in content.decode("utf-8-sig")
    cells = (result.path / "csv" / "marts" / "fct_observation.csv").read_text("utf-8-sig")
    assert ",+461,461.0,number," in cells  # a printed number stays as printed


def test_formulas_in_csv(tmp_path, published_dir, clock):
    written = {
        "=1+1": "'=1+1",
        "@SUM(A1)": "'@SUM(A1)",
        "+cmd": "'+cmd",
        "-2+3+cmd": "'-2+3+cmd",
        "＝1+1": "'＝1+1",
        "\t=1": "'\t=1",
        "-3": "-3",
        "+4,610.5": "+4,610.5",
        "-3.5%": "-3.5%",
        "-": "-",
        "a=b": "a=b",
    }
    with duckdb.connect(str(tmp_path / "w.duckdb")) as con:
        con.execute("create schema marts; create table marts.t (note varchar)")
        con.executemany("insert into marts.t values (?)", [[text] for text in written])
        result = _publish(con, published_dir, clock, exports=(csv.export,))
    with (result.path / "csv" / "marts" / "t.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row for (row,) in library_csv.reader(stream)] == ["note", *written.values()]


def test_tables_too_large_for_a_spreadsheet_are_named(work, published_dir, clock):
    def few(draft: Draft) -> tuple[str, ...]:
        return csv.export(draft, max_rows=10)

    result = _publish(work, published_dir, clock, exports=(few,))

    assert not (result.path / "csv" / "marts" / "fct_observation.csv").exists()
    assert "csv: marts.fct_observation has 32 rows" in (result.path / "RELEASE.md").read_text("utf-8")


def test_tables_of_long_text_are_named(work, published_dir, clock):
    def little(draft: Draft) -> tuple[str, ...]:
        return csv.export(draft, max_text_bytes=500)

    result = _publish(work, published_dir, clock, exports=(little,))

    assert not (result.path / "csv" / "marts" / "fct_observation.csv").exists()
    assert (result.path / "csv" / "marts" / "dim_agency.csv").is_file()
    assert "csv: marts.fct_observation has 0 MB of text; take it from parquet/" in (
        result.path / "RELEASE.md"
    ).read_text("utf-8")


def test_a_copy_unlike_its_source_is_refused(tmp_path, published_dir, clock, monkeypatch):
    def careless(source: Path, target: Path) -> None:
        content = bytearray(source.read_bytes())
        content[-1] ^= 1
        target.write_bytes(content)

    with warehouse.connect(tmp_path / "work.duckdb") as con:
        con.execute("create table marts.dim_report as select 1 as report_id")
        monkeypatch.setattr(shutil, "copyfile", careless)
        with pytest.raises(PublishError, match=r"warehouse.duckdb is no true copy of built.duckdb"):
            _publish(con, published_dir, clock)
    assert versions(published_dir) == ()
