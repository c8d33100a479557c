"""Workbooks: a number as its format and font print it."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from office_builders import zip_of

from pipeline.extract import extract
from pipeline.extract.grid import OBJECT
from pipeline.extract.xlsx_formats import printed

SHA = "0" * 64
ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.356, "0.0%", "35.6%"),
        (17, '0"件"', "17件"),
        (0, '0"件"', "0件"),
        (17, 'General"件"', "17件"),
        (17, "[DBNum1][$-804]General", "17"),
        (1234567, "#,##0", "1234567"),
        (17.5, "0", "18"),
        (2.5, "0", "3"),
        (12.3, "0.0#", "12.3"),
        (17000, "0,", "17"),
        (1234.5, ACCOUNTS, "1234.50"),
        (-1234.5, ACCOUNTS, "-1234.50"),
        (0, ACCOUNTS, None),
        (35.6, "[$¥-804]#,##0.00", "35.60"),
        (-3, "0_);[Red](0)", "-3"),
        (-3, "0", "-3"),
        (-3, "0;0", "3"),
        (0, "0;-0;;@", None),
        (0, '[=0]"";General', None),
        (4, '[=0]"";General', "4"),
        (17, '0"a;b"', "17a;b"),
        (17, '"约"0', "约17"),
        (99, ";;;", f"{OBJECT}99"),
        (7, '"1"0', f"{OBJECT}7"),
        (4, '[>3]"多";0', f"{OBJECT}4"),
        (356000, '0!.0,"万元"', f"{OBJECT}356000"),
        (45000, "yyyy-mm-dd", None),
        (17.5, "# ?/?", None),
        (17, "0.00E+00", None),
        (1e300, "0", None),
        (float("nan"), "0", None),
    ],
)
def test_a_number_as_its_format_prints_it(value: float, code: str, text: str | None) -> None:
    assert printed(value, code) == text


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["项目", "数", "说明"])
    looks = [
        {"num_format": "0.0%"},
        {"font_strikeout": True},
        {"font_color": "#FFFFFF"},
        {"font_color": "#FFFFFF", "bg_color": "#1F4E79"},
        {"font_color": "#FFFFFF", "bg_color": "#FFFFFF"},
        {"font_script": 1},
    ]
    for row, look in enumerate(looks, start=1):
        style = book.add_format(look)
        sheet.write(row, 0, f"第{row}项", style)
        sheet.write(row, 1, 0.25 if row == 1 else 9, style)
        sheet.write(row, 2, "甲")
    struck, raised = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
    sheet.write_rich_string(7, 0, "第", struck, "八", "七项")
    sheet.write_rich_string(7, 1, struck, "15", "17")
    sheet.write_rich_string(8, 0, "第八", "项", raised, "1")
    sheet.write_rich_string(8, 1, "1", "7", raised, "1")
    book.close()
    return buffer.getvalue()


def columns(content: bytes) -> tuple[list[str], list[str]]:
    (table,) = extract(SHA, content).tables
    first, second = ([cell.text for cell in table.cells if cell.col == column][1:] for column in (0, 1))
    return first, second


def test_a_figure_struck_out_or_in_white_is_not_plainly_there() -> None:
    labels, values = columns(workbook())
    unsure = f"{OBJECT}9"
    assert values == ["25.0%", unsure, unsure, "9", unsure, "9", f"{OBJECT}17", "17[1]"]
    assert labels == ["第1项", "第2项", "第3项", "第4项", "第5项", "第6项", "第七项", "第八项[1]"]


def test_a_strict_workbook_reads_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        parts[name] = part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    assert columns(zip_of(parts)) == columns(workbook())
