"""Exports made from the same are linked from the version before; all else is made anew."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import PublishError
from pipeline.publish import (
    PublishResult,
    csv,
    current_folder,
    diff,
    inventory,
    parquet,
    publish,
    rollback,
    versions,
    workbooks,
    xlsx,
)
from pipeline.publish.content import read_tables
from pipeline.publish.inventory import read_contents
from pipeline.publish.verify import verify

CHANGE = "update marts.fct_observation set value_raw = '9' where source_cell = 't2/r4/c10'"
FOLDERS = ("parquet", "csv", "xlsx")


def _publish(con, folder: Path, clock, change: str = "", **options) -> PublishResult:
    if change:
        con.execute(change)
    clock.forward(11)
    exports = (parquet.export, csv.export)
    return publish(con, folder, **{"run_id": "run-1", "keep": 3, "now": clock, "exports": exports} | options)


def _exports(folder: Path) -> dict[str, Path]:
    found = (path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def _linked(first: PublishResult, second: PublishResult) -> set[str]:
    before = _exports(first.path)
    return {
        name for name, path in _exports(second.path).items() if name in before and path.samefile(before[name])
    }


def _check(folder: Path) -> int:
    return subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=False).returncode


def test_what_did_not_change_is_linked(work, published_dir, tmp_path, clock):
    exports = (parquet.export, csv.export, xlsx.export)
    first = _publish(work, published_dir, clock, exports=exports)
    second = _publish(work, published_dir, clock, CHANGE, exports=exports)

    made_anew = set(_exports(second.path)) - _linked(first, second)
    assert made_anew == {
        "parquet/marts/fct_observation.parquet",
        "csv/marts/fct_observation.csv",
    }
    fresh = _exports(_publish(work, tmp_path / "fresh", clock, exports=exports).path)
    assert fresh.keys() == _exports(second.path).keys()
    for name, path in _exports(second.path).items():
        if not name.startswith("xlsx"):  # a workbook says which version it is of
            assert path.read_bytes() == fresh[name].read_bytes(), name
    assert _check(second.path) == 0
    package = json.loads((second.path / "datapackage.json").read_text("utf-8"))
    told = {one["path"]: one for one in package["resources"]}
    agencies = told["csv/marts/dim_agency.csv"]
    assert agencies["bytes"] == fresh["csv/marts/dim_agency.csv"].stat().st_size


def test_the_part_with_the_change_is_made_anew(work, published_dir, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_A_FILE", 1)  # as many files a year as districts allow
    first = _publish(work, published_dir, clock, large_rows=6)
    change = "update marts.fct_observation set value_raw = '9' where report_id = 'ag-shuiwu-2019'"
    second = _publish(work, published_dir, clock, change, large_rows=6)

    parts = {name for name in _exports(second.path) if name.startswith("parquet/marts/fct_observation/")}
    anew = parts - _linked(first, second)
    assert len(parts) > 3  # more than one of a year
    assert anew
    assert {name.split("/")[3] for name in anew} == {"report_year=2019"}
    query = "select * exclude (report_year) from read_parquet(?, hive_partitioning = false) order by all"
    files = f"{second.path}/parquet/marts/fct_observation/**/*.parquet"
    expected = work.sql("select * from marts.fct_observation order by all").fetchall()
    assert duckdb.execute(query, [files]).fetchall() == expected
    fresh = _publish(work, tmp_path / "fresh", clock, large_rows=6)
    for name in parts:
        assert (second.path / name).read_bytes() == (fresh.path / name).read_bytes(), name


def test_rows_without_a_year_or_agency_have_their_part(work, published_dir, clock):
    work.execute("create table marts.loose as from marts.dim_report")  # without its `not null`
    change = "update marts.loose set report_year = null, agency_id = null where report_id = 'ag-shuiwu-2019'"
    _publish(work, published_dir, clock, large_rows=6)
    second = _publish(work, published_dir, clock, change, large_rows=6)

    files = f"{second.path}/parquet/marts/loose/**/*.parquet"
    query = "select report_id, report_year from read_parquet(?, hive_partitioning = false) order by all"
    expected = work.sql("select report_id, report_year from marts.loose order by all").fetchall()
    assert duckdb.execute(query, [files]).fetchall() == expected
    assert second.changes is not None
    changed = [(table.table, table.changed) for table in second.changes.changed_tables]
    assert changed == [("marts.loose", 1)]


def test_another_exporter_links_nothing(work, published_dir, clock, monkeypatch):
    first = _publish(work, published_dir, clock)
    monkeypatch.setattr(inventory, "made_by", lambda: "another")
    second = _publish(work, published_dir, clock, CHANGE)
    assert _linked(first, second) == set()


def test_the_exporter_is_its_source(tmp_path, monkeypatch):
    (tmp_path / "csv.py").write_text("MAX_ROWS = 1")
    monkeypatch.setattr(inventory, "PACKAGE", tmp_path)
    before = inventory.made_by.__wrapped__()
    (tmp_path / "csv.py").write_text("MAX_ROWS = 2")
    assert inventory.made_by.__wrapped__() != before


def test_another_type_of_a_column_is_another_file(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    change = "alter table marts.metric_cells alter metric type blob using metric::blob"
    second = _publish(work, published_dir, clock, change)
    assert not {name for name in _linked(first, second) if "metric_cells" in name}


def test_force_links_all_of_equal_content(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    second = _publish(work, published_dir, clock, force=True)
    assert first.version != second.version
    assert _linked(first, second) == set(_exports(second.path))


def test_linked_files_outlive_the_versions_they_came_from(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    names = set(_exports(first.path))
    for value in range(3):
        last = _publish(work, published_dir, clock, f"update marts.fct_observation set value = {value}")
    assert not first.path.exists()
    assert set(_exports(last.path)) == names
    kept = versions(published_dir)
    assert len(kept) == 3
    assert [_check(version.path) for version in kept] == [0, 0, 0]
    assert rollback(published_dir).name == kept[1].name
    assert current_folder(published_dir).name == kept[1].name


def test_files_are_copied_where_they_cannot_be_linked(work, published_dir, clock, monkeypatch):
    def other_device(old: Path, new: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", other_device)
    first = _publish(work, published_dir, clock)
    second = _publish(work, published_dir, clock, CHANGE)

    assert _linked(first, second) == set()
    for name in ("csv/marts/dim_agency.csv", "parquet/marts/dim_agency.parquet"):
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes()
    assert _check(second.path) == 0


def _damage(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    with path.open("r+b") as stream:  # in place, as a disk or a careless hand would
        stream.write(content)


def test_a_file_of_another_size_is_made_anew_and_told(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    good = (first.path / "csv/marts/dim_agency.csv").read_bytes()
    _damage(first.path / "csv/marts/dim_agency.csv", good + b"more")
    second = _publish(work, published_dir, clock, CHANGE)

    assert (second.path / "csv/marts/dim_agency.csv").read_bytes() == good
    line = f"csv/marts/dim_agency.csv of {first.version}: damaged"
    assert line in (second.path / "RELEASE.md").read_text("utf-8")
    assert _check(second.path) == 0


def test_damage_that_keeps_the_size_is_found_in_time(work, published_dir, clock, monkeypatch):
    monkeypatch.setattr(inventory, "READ_EVERY", 3)
    first = _publish(work, published_dir, clock)
    name = "csv/marts/dim_agency.csv"
    good = (first.path / name).read_bytes()
    _damage(first.path / name, b"#")
    told = 0
    for value in range(3):
        change = f"update marts.fct_observation set value = {value}"
        last = _publish(work, published_dir, clock, change, exports=(csv.export,))
        told += f"{name} of v-" in (last.path / "RELEASE.md").read_text("utf-8")
    assert told == 1
    assert (last.path / name).read_bytes() == good
    assert _check(last.path) == 0


def test_a_version_without_contents_is_followed_by_a_whole_one(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    (first.path / "contents.json").unlink()
    second = _publish(work, published_dir, clock, CHANGE)

    assert _linked(first, second) == set()
    assert second.changes is not None
    assert [table.table for table in second.changes.changed_tables] == ["marts.fct_observation"]


def test_hashes_of_another_duckdb_are_not_believed(work, published_dir, clock, monkeypatch):
    first = _publish(work, published_dir, clock)
    path = first.path / "contents.json"
    content = json.loads(path.read_text("utf-8"))
    content["tables"]["marts.dim_agency"]["row_hashes"] = ["1", "2"]
    path.write_text(json.dumps(content), "utf-8")
    second = _publish(work, published_dir, clock, CHANGE)
    names = [table.table for table in diff(published_dir, first.version, second.version).changed_tables]
    assert "marts.dim_agency" in names

    path.write_text(json.dumps(content | {"duckdb": "0.1"}), "utf-8")
    assert read_contents(first.path).known_sums == {}
    names = [table.table for table in diff(published_dir, first.version, second.version).changed_tables]
    assert names == ["marts.fct_observation"]


def test_a_linked_workbook_says_the_version_it_was_made_for(work, published_dir, clock):
    openpyxl = pytest.importorskip("openpyxl")
    first = _publish(work, published_dir, clock, exports=(xlsx.export,))
    second = _publish(work, published_dir, clock, "delete from marts.findings", exports=(xlsx.export,))

    said = {}
    for workbook in ("5_coverage", "6_findings"):
        sheet = openpyxl.load_workbook(second.path / "xlsx" / f"{workbook}.xlsx")["说明"]
        said[workbook] = {row[0]: row[1] for row in sheet.iter_rows(values_only=True, max_col=2) if row[0]}
    assert said["5_coverage"]["版本"] == first.version
    assert said["6_findings"]["版本"] == second.version
    assert "沿用" in said["5_coverage"]


@pytest.mark.parametrize(
    ("change", "read", "made_anew"),
    [
        (CHANGE, {"发现"}, set()),  # sentences are no table's
        (
            "update marts.dim_agency set canonical_name = '示例市水务和水利局' where agency_id = 'ag-shuiwu'",
            {"年度指标", "比较", "办理结果（总计）", "申请人类型", "同比", "公布情况", "机关", "发现"},
            {"1_agency_year", "3_request_outcomes", "4_year_over_year", "5_coverage", "6_findings"},
        ),
        ("insert into marts.agency_comparison (metric) values ('none')", {"比较", "发现"}, set()),
        (
            "comment on column marts.coverage.days_late is '迟了'",
            {"公布情况", "机关", "发现"},
            {"5_coverage"},
        ),
    ],
)
def test_a_workbook_is_read_where_its_tables_changed(
    work, published_dir, clock, monkeypatch, change, read, made_anew
):
    seen = set()

    def watched(selection: workbooks.Selection) -> workbooks.SheetRows:
        seen.add(selection.sheet.title_zh)
        return workbooks.read_rows(selection)

    first = _publish(work, published_dir, clock, exports=(xlsx.export,))
    monkeypatch.setattr(xlsx, "read_rows", watched)
    second = _publish(work, published_dir, clock, change, exports=(xlsx.export,))

    assert seen == read
    anew = set(_exports(second.path)) - _linked(first, second)
    assert {Path(name).stem for name in anew} == made_anew
    seen.clear()
    third = _publish(work, published_dir, clock, exports=(xlsx.export,), force=True)
    assert _linked(second, third) == set(_exports(third.path))
    assert seen == {"发现"}  # what was linked after reading is known by its tables from then on


def test_a_damaged_workbook_is_made_anew_and_told_once(work, published_dir, clock):
    first = _publish(work, published_dir, clock, exports=(xlsx.export,))
    name = "xlsx/5_coverage.xlsx"
    _damage(first.path / name, (first.path / name).read_bytes() + b"more")
    second = _publish(work, published_dir, clock, CHANGE, exports=(xlsx.export,))

    assert name not in _linked(first, second)
    assert (second.path / "RELEASE.md").read_text("utf-8").count(f"{name} of {first.version}: damaged") == 1
    assert _check(second.path) == 0


def test_a_table_grown_past_the_limit_of_csv_is_not_linked(work, published_dir, clock):
    name = "csv/marts/fct_observation.csv"
    first = _publish(work, published_dir, clock, exports=(csv.export,))
    fewer = (lambda draft: csv.export(draft, max_text_bytes=500),)
    second = _publish(work, published_dir, clock, force=True, exports=fewer)
    assert name in _exports(first.path)
    assert name not in _exports(second.path)


def test_nobody_writes_into_a_file_that_may_be_linked(release):
    modes = {path.stat().st_mode & 0o222 for path in _exports(release).values()}
    assert modes == {0}


def test_rows_lost_from_a_file_copied_whole_are_found(work, published_dir, clock):
    result = _publish(work, published_dir, clock, exports=())
    path = str(result.path / "warehouse.duckdb")
    with duckdb.connect(path, read_only=True) as con:
        tables = read_tables(con, "warehouse")
    verify(result.path, tables, copied=("marts",))
    with duckdb.connect(path) as con:
        con.execute("delete from marts.findings")
    with pytest.raises(PublishError, match=r"marts.findings was not copied as it is"):
        verify(result.path, tables, copied=("marts",))
