"""What a release says has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.publish import PublishResult, TableChange, diff, publish


def _publish(con, folder: Path, clock, change: str = "") -> PublishResult:
    if change:
        con.execute(change)
    return publish(con, folder, run_id="run-1", keep=3, now=clock, exports=())


def _table(changes, name: str) -> TableChange:
    return next(table for table in changes.tables if table.table == name)


def test_the_first_version_has_nothing_to_compare(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    assert first.changes is not None
    assert first.changes.before is None
    assert "首个版本" in (first.path / "RELEASE.md").read_text("utf-8")


def test_rows_added_removed_and_changed(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    second = _publish(
        work,
        published_dir,
        clock,
        """
        delete from marts.findings where report_id = 'ag-shuiwu-2018';
        update marts.findings set severity = 'warn' where report_id = 'ag-shuiwu-2019';
        insert into marts.findings by name
        select
            'f-new' as finding_id, document_sha256, report_id, agency_id, report_year,
            'LATE' as rule, 'warn' as severity, 'broken' as status, 'document' as part, 'agency' as fault,
            'late' as message, [] as source_cells
        from marts.dim_report where report_id = 'ag-nongye-2018'
        """,
    )
    changes = diff(published_dir, first.version, second.version)

    assert _table(changes, "marts.findings") == TableChange(
        "marts.findings", "changed", added=1, removed=1, changed=1, key=("finding_id",)
    )
    assert _table(changes, "marts.dim_report") == TableChange("marts.dim_report", "same")
    back = _table(diff(published_dir, second.version, first.version), "marts.findings")
    assert (back.added, back.removed, back.changed) == (1, 1, 1)


def test_revised_cells_name_report_and_both_texts(work, published_dir, clock):
    _publish(work, published_dir, clock)
    second = _publish(
        work,
        published_dir,
        clock,
        """
        update marts.fct_observation set value_raw = '=9|x', value = 9, filled = 9
        where report_id = 'ag-shuiwu-2019' and cell_code = 't3.granted.total'
        """,
    )
    assert second.changes is not None
    cells, metrics = second.changes.excerpt("revised_cells"), second.changes.excerpt("changed_metrics")
    assert cells is not None
    assert metrics is not None
    report = ("示例市水务局", 2019)
    assert cells.rows == ((*report, "t3.granted.total", "8", "=9|x", 8.0, 9.0, "ag-shuiwu-2019"),)
    assert metrics.rows == ((*report, "granted_rate", 0.8, 0.9, 8.0, 9.0, 10.0, 10.0),)
    release = (second.path / "RELEASE.md").read_text("utf-8")
    assert "| 示例市水务局 | 2019 | t3.granted.total | 8 | =9\\|x | 8 | 9 | ag-shuiwu-2019 |" in release


def test_a_republished_document_is_compared_with_the_one_before(work, published_dir, clock):
    _publish(work, published_dir, clock)
    second = _publish(
        work,
        published_dir,
        clock,
        """
        insert into marts.fct_observation
        select
            * replace (
                'new' as document_sha256, if(cell_code = 't3.granted.total', '7', value_raw) as value_raw
            )
        from marts.fct_observation where report_id = 'ag-nongye-2020';
        update marts.dim_report set document_sha256 = 'new' where report_id = 'ag-nongye-2020'
        """,
    )
    assert second.changes is not None
    cells = second.changes.excerpt("revised_cells")
    assert cells is not None
    assert [(row[2], row[3], row[4]) for row in cells.rows] == [("t3.granted.total", "8", "7")]


def test_new_and_gone_reports(work, published_dir, clock):
    _publish(work, published_dir, clock)
    second = _publish(
        work,
        published_dir,
        clock,
        """
        insert into marts.dim_report
        select * replace ('ag-xian-2020' as report_id, 'ag-xian' as agency_id) from marts.dim_report
        where report_id = 'ag-nongye-2020';
        delete from marts.dim_report where report_id = 'ag-nongye-2018'
        """,
    )
    assert second.changes is not None
    new, gone = second.changes.excerpt("new_reports"), second.changes.excerpt("gone_reports")
    assert new is not None
    assert gone is not None
    assert new.rows == (("示例县水务局", 2020, "organ", "ag-xian-2020"),)
    assert gone.rows == (("示例市农业农村局", 2018, "organ", "ag-nongye-2018"),)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "alter table marts.dim_agency add column region_code varchar",
            TableChange("marts.dim_agency", "changed", columns_added=("region_code",)),
        ),
        (
            "alter table marts.dim_agency drop column level",
            TableChange("marts.dim_agency", "changed", columns_removed=("level",)),
        ),
        ("drop table marts.dim_agency", TableChange("marts.dim_agency", "dropped", removed=4)),
        ("create table marts.new as select 1 as x", TableChange("marts.new", "new", added=1)),
    ],
)
def test_other_columns_and_tables(work, published_dir, clock, change, expected):
    _publish(work, published_dir, clock)
    second = _publish(work, published_dir, clock, change)
    assert second.changes is not None
    assert _table(second.changes, expected.table) == expected


def test_models_that_changed_do_not_stop_a_release(work, published_dir, clock):
    _publish(work, published_dir, clock)
    change = "alter table marts.dim_agency rename column canonical_name to name"
    second = _publish(work, published_dir, clock, change)
    assert second.changes is not None
    assert "new_reports" in second.changes.not_compared
    assert "The models changed" in (second.path / "RELEASE.md").read_text("utf-8")


def test_long_lists_are_cut_and_say_so(work, published_dir, clock):
    first = _publish(work, published_dir, clock)
    change = "update marts.fct_observation set value_raw = value_raw || '.'"
    second = _publish(work, published_dir, clock, change)
    cells = diff(published_dir, first.version, second.version, rows=5).excerpt("revised_cells")
    assert cells is not None
    assert (len(cells.rows), cells.total) == (5, 32)


@pytest.mark.parametrize(
    "change",
    [
        "update marts.fct_observation set value_raw = '9', filled = 9 where report_id = 'ag-shuiwu-2019'",
        "update marts.fct_observation set value_raw = '9' where cell_code = 't3.granted.total'",
        "delete from marts.fct_observation where report_id = 'ag-nongye-2018'",
        """
        insert into marts.fct_observation select * replace ('new' as document_sha256, '7' as value_raw)
        from marts.fct_observation where report_id = 'ag-nongye-2020';
        update marts.dim_report set document_sha256 = 'new' where report_id = 'ag-nongye-2020'
        """,
        "update marts.dim_report set report_year = 2021 where report_id = 'ag-nongye-2020'",
    ],
)
def test_parts_tell_the_same_changes_as_whole_tables(work, published_dir, tmp_path, clock, change):
    parted, whole = published_dir, tmp_path / "whole"
    for folder, rows in ((parted, 6), (whole, 1000)):
        publish(work, folder, run_id=None, keep=3, now=clock, exports=(), large_rows=rows)
    work.execute(change)
    found = [
        publish(work, folder, run_id=None, keep=3, now=clock, exports=(), large_rows=rows).changes
        for folder, rows in ((parted, 6), (whole, 1000))
    ]
    told = [
        (
            [(one.table, one.added, one.removed, one.changed) for one in changes.changed_tables],
            changes.excerpts,
        )
        for changes in found
        if changes is not None
    ]
    assert told[0] == told[1]
    assert told[0][0]
