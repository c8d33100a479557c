"""Workbooks, read back with another library than the one that wrote them."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl

from pipeline.publish import publish, workbooks, xlsx

ROOT = Path(__file__).parents[3]


def _open(folder: Path, name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(folder / "xlsx" / f"{name}.xlsx")


def test_one_workbook_a_question(release):
    files = sorted(path.stem for path in (release / "xlsx").iterdir())
    assert files == [workbook.file for workbook in workbooks.definitions().workbooks]
    assert "xlsx" not in (release / "RELEASE.md").read_text("utf-8")  # nothing was left out


def test_labels_names_and_frozen_header(release):
    book = _open(release, "3_request_outcomes")
    assert book.sheetnames == ["办理结果（总计）", "申请人类型", "说明"]
    sheet = book["办理结果（总计）"]

    labels = [cell.value for cell in sheet[1]]
    names = [cell.value for cell in sheet[2]]
    assert labels[:2] == ["机关", "办理结果"]
    assert names[:5] == ["canonical_name", "group_label_zh", "report_year", "request_count", "report_id"]
    assert labels[names.index("request_count")] == "件数（件）"
    assert sheet.freeze_panes == "D3"
    assert sheet.print_area == f"'办理结果（总计）'!$A$1:$D${sheet.max_row}"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.auto_filter.ref == f"A2:I{sheet.max_row}"
    assert sheet.max_row == 2 + 16
    assert [cell.value for cell in sheet[3]][:2] == ["示例市财政局", "予以公开"]


def test_sheets_name_columns_of_their_tables():
    with (ROOT / "sql" / "columns.csv").open(encoding="utf-8", newline="") as file:
        known = {row["name"] for row in csv.DictReader(file)}
    for workbook in workbooks.definitions().workbooks:
        for sheet in workbook.sheets:
            assert set(sheet.first) <= known, sheet.title_zh


def test_hostile_text_stays_text(release):
    sheet = _open(release, "6_findings")["发现"]
    names = [cell.value for cell in sheet[2]]
    cell = sheet.cell(3, names.index("message") + 1)

    assert cell.value == "=cmd|' /C calc'!A0 <script>alert(1)</script>"
    assert cell.data_type == "s"
    told = sheet.cell(3, names.index("message_zh") + 1).value
    assert told == "表三“三、本年度办理结果/（一）予以公开”（总计）印为 8，各分项之和为 7，相差 1"
    assert names.index("message") == names.index("message_zh") + 1
    every = [cell for sheet in _open(release, "6_findings") for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in every if cell.data_type == "f" or cell.hyperlink]
    assert sheet.cell(3, names.index("source_cells") + 1).value == "t2/r4/c10"


def test_blank_is_not_zero(release):
    sheet = _open(release, "1_agency_year")["年度指标"]
    names = [cell.value for cell in sheet[2]]
    assert sheet.cell(3, names.index("docs_issued") + 1).value is None
    assert sheet.cell(3, names.index("requests_received") + 1).value == 24
    assert sheet.cell(3, names.index("report_year") + 1).number_format == "0"  # no 2,020


def test_the_notes_say_version_source_and_meaning(release):
    sheet = _open(release, "3_request_outcomes")["说明"]
    lines = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert ["版本", release.name] in lines
    assert ["request_count", "件数（件）", "requests that ended so 办结的申请件数"] in lines
    assert [
        "办理结果（总计）",
        "16 行（申请人总计）",
        "One row per report, outcome and applicant. 办理结果：每行一个结果。",
    ] in lines


def test_missing_tables_and_long_ones_are_named(work, published_dir, clock, monkeypatch):
    short = replace(workbooks.definitions(), max_rows=5)
    monkeypatch.setattr(workbooks, "definitions", lambda: short)
    work.execute("drop table marts.coverage; alter table marts.year_over_year drop column previous_value")
    result = publish(work, published_dir, run_id="run-1", keep=3, now=clock, exports=(xlsx.export,))

    release = (result.path / "RELEASE.md").read_text("utf-8")
    assert "xlsx 5_coverage: sheet 公布情况: there is no table marts.coverage" in release
    assert "xlsx 4_year_over_year: sheet 同比: marts.year_over_year has other columns" in release
    assert "xlsx 1_agency_year: 年度指标 shows 5 of 8 rows; all of them are in parquet/" in release
    assert not (result.path / "xlsx" / "4_year_over_year.xlsx").exists()
    sheet = _open(result.path, "1_agency_year")
    assert sheet["年度指标"].max_row == 2 + 5
    assert sheet["年度指标"].cell(3, 2).value == 2020  # the newest years are the ones shown


def test_the_first_rows_are_the_same_in_whatever_order_a_table_lies(work, tmp_path, clock, monkeypatch):
    short = replace(workbooks.definitions(), max_rows=5)
    monkeypatch.setattr(workbooks, "definitions", lambda: short)
    shown = []
    for direction in ("", "desc"):
        work.execute(
            f"""
            create or replace table marts.request_outcomes as
            from marts.request_outcomes order by outcome_group {direction}, applicant_code {direction}
            """
        )
        folder = tmp_path / f"published{direction}"
        result = publish(work, folder, run_id="run-1", keep=3, now=clock, exports=(xlsx.export,))
        sheets = _open(result.path, "3_request_outcomes").worksheets[:2]
        shown.append([list(sheet.iter_rows(min_row=3, values_only=True)) for sheet in sheets])
    assert shown[0] == shown[1]
