"""XLS and XLSX: grids with merges, numbers as printed, headings and notes beside the tables."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pytest
import xlsxwriter
from office_builders import xls, zip_of

from pipeline.errors import UnsupportedFormatError
from pipeline.extract import Limits, extract, xlsx
from pipeline.records import Document

SHA = "0" * 64


def made(fill: Callable[[xlsxwriter.Workbook], object]) -> Document:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    content = buffer.getvalue()
    assert xlsx.sniff(content)
    return extract(SHA, content)


def grid(document: Document, table: int = 0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in document.tables[table].cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def test_numbers_are_printed_as_seen() -> None:
    values = [3, 0, -2, 96171.6, 0.1 + 0.2, 1e15, True, "251000元", "　", datetime.date(2024, 1, 31)]

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("表")
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["项目", "数"])
        for row, value in enumerate(values, start=1):
            sheet.write(row, 0, f"第{row}项")
            if isinstance(value, datetime.date):
                sheet.write_datetime(row, 1, value, style)
            else:
                sheet.write(row, 1, value)

    printed = [row[1] for row in grid(made(fill))][1:]
    assert printed == ["3", "0", "-2", "96171.6", "0.3", "1e+15", "TRUE", "251000元", "", "2024-01-31"]


def test_merges_become_spans_wherever_the_table_starts() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(3, 2, 4, 2, "行政复议")
        sheet.merge_range(3, 3, 3, 5, "行政诉讼")
        sheet.write_row(4, 3, ["维持", "纠正", "总计"])
        sheet.write_row(5, 2, [1, 2, 3, 5])

    table = made(fill).tables[0]
    assert (table.row_count, table.column_count) == (3, 4)
    assert [(c.row, c.col, c.text, c.row_span, c.col_span) for c in table.cells[:3]] == [
        (0, 0, "行政复议", 2, 1),
        (0, 1, "行政诉讼", 1, 3),
        (1, 1, "维持", 1, 1),
    ]


def test_a_heading_a_note_and_blank_rows_part_the_tables() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("年报")
        sheet.merge_range(0, 0, 0, 6, "示例市水务局2023年政府信息公开工作年度报告")
        sheet.merge_range(1, 0, 1, 6, "二、主动公开政府信息情况")
        sheet.merge_range(2, 0, 2, 6, "第二十条第（一）项")
        sheet.write_row(3, 0, ["规章", 1, 2, 3])
        sheet.merge_range(4, 0, 4, 6, "三、收到和处理政府信息公开申请情况")
        sheet.write_row(5, 0, ["一、本年新收", 1, 0, 0, 0, 0, 1])
        sheet.write_row(6, 0, ["二、上年结转"])
        sheet.write_row(8, 0, ["维持", "纠正"])
        sheet.merge_range(9, 0, 9, 6, "注：含上年度结转数量。")

    document = made(fill)
    assert grid(document)[:2] == [["第二十条第（一）项"], ["规章", "1", "2", "3", "", "", ""]]
    assert grid(document, 1) == [["一、本年新收", "1", "0", "0", "0", "0", "1"], ["二、上年结转", *[""] * 6]]
    assert grid(document, 2) == [["维持", "纠正"]]
    assert document.prose.splitlines() == [
        "示例市水务局2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "注：含上年度结转数量。",
    ]
    assert document.prose[document.tables[1].prose_offset :].startswith("注：")
    assert document.titles[0] == "示例市水务局2023年政府信息公开工作年度报告"


def test_labels_that_read_like_headings_stay_in_a_narrow_table() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        rows = [
            ["统计指标", "单位", "统计数"],
            ["一、主动公开情况"],
            ["（一）公开数", "条", 12],
            ["二、回应解读情况"],
        ]
        for row, line in enumerate(rows):
            sheet.write_row(row, 0, line)

    document = made(fill)
    assert len(document.tables) == 1
    assert document.tables[0].row_count == 4


def test_hidden_sheets_are_left_out_and_counted() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("表").write_row(0, 0, ["规章", 1])
        hidden = book.add_worksheet("旧")
        hidden.write_row(0, 0, ["规章", 9])
        hidden.hide()
        book.add_worksheet("空")

    document = made(fill)
    assert grid(document) == [["规章", "1"]]
    assert document.problems == ("hidden_sheets: 1",)
    assert document.titles == ("表",)


def test_hidden_rows_and_columns_are_not_printed() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(2, 1, "内容")
        sheet.merge_range(2, 2, 2, 4, "申请人情况")
        sheet.write_row(3, 1, ["项目", "旧数", "自然人", "总计"])
        sheet.write_row(4, 1, ["本年新收", 91, 3, 3])
        sheet.write_row(5, 1, ["本年新收", 92, 8, 8])
        sheet.write(6, 1, "上年结转")
        sheet.merge_range(6, 2, 6, 3, 5)
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.set_row(4, None, None, {"hidden": True})

    document = made(fill)
    assert grid(document) == [
        ["内容", "申请人情况"],
        ["项目", "自然人", "总计"],
        ["本年新收", "8", "8"],
        ["上年结转", "5", ""],
    ]
    assert document.tables[0].cells[1].col_span == 2


def test_a_formula_without_a_number_is_no_blank() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["项目", "自然人", "总计"])
        sheet.write_row(2, 1, ["本年新收", 8])
        sheet.write_formula(2, 3, "=C3", None, "")
        sheet.write(3, 1, "上年结转")
        sheet.write_formula(3, 2, "=C3+1", None, 9)
        sheet.write_formula(3, 3, "=C3/0", None, "#DIV/0!")

    assert grid(made(fill))[1:] == [["本年新收", "8", "=C3"], ["上年结转", "9", "#DIV/0!"]]


def test_old_excel_files() -> None:
    content = xls(
        [["行政复议", "", "总计"], ["维持", "纠正", ""], [1.0, 2.5, 3.5]], merges=[(0, 0, 0, 1), (0, 1, 2, 2)]
    )
    assert xlsx.sniff(content)
    document = xlsx.extract(SHA, content, Limits())
    assert document.format == "xls"
    assert grid(document) == [["行政复议", "总计"], ["维持", "纠正"], ["1", "2.5", "3.5"]]
    assert document.tables[0].cells[0].col_span == 2
    assert document.tables[0].cells[1].row_span == 2


@pytest.mark.parametrize("rows", [[], [[""]]])
def test_an_empty_workbook_has_no_tables(rows: list[list[str]]) -> None:
    document = made(
        lambda book: [book.add_worksheet().write_row(0, 0, row) for row in rows] or book.add_worksheet()
    )
    assert document.tables == ()
    assert document.prose == ""


def test_a_binary_workbook_is_named() -> None:
    content = zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"})
    with pytest.raises(UnsupportedFormatError, match="XLSB files are not read"):
        extract(SHA, content)
