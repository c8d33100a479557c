"""XLS: read through LibreOffice's XLSX, which says what is hidden and how numbers are printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from office_builders import xls

from pipeline.errors import DamagedFileError
from pipeline.extract import Limits, extract, sandbox, soffice, xlsx
from pipeline.extract.grid import OBJECT
from pipeline.records import Document

SHA = "0" * 64
ROWS: list[list[str | float]] = [["项目", "自然人", "总计"], ["本年新收", 3.0, 3.0], ["上年结转", 1.0, 1.0]]


def workbook(rows: Sequence[Sequence[str | float]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("统计表")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def through(monkeypatch: pytest.MonkeyPatch, converted: bytes) -> Document:
    """ROWS as XLS, which LibreOffice would turn into `converted`."""
    monkeypatch.setattr(soffice, "convert", lambda *_: converted)
    return extract(SHA, xls(ROWS))


def texts(document: Document) -> list[str]:
    return [cell.text for table in document.tables for cell in table.cells]


def test_a_number_calculated_otherwise_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    document = through(monkeypatch, workbook([*ROWS[:2], ["上年结转", 1, 7]]))
    assert texts(document)[6:] == ["上年结转", "1", f"{OBJECT}7"]
    assert (document.format, document.problems) == ("xls", ())


def test_cells_that_libreoffice_loses_are_said_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    document = through(monkeypatch, workbook(ROWS[:2]))
    assert texts(document)[6:] == ["上年结转", "1", "1"]
    assert document.problems == ("cell_count_differs: workbook 9, libreoffice 6",)


def test_without_libreoffice_the_cells_are_read_and_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "find", lambda _: None)
    document = extract(SHA, xls(ROWS))
    assert texts(document)[6:] == ["上年结转", "1", "1"]
    (problem,) = document.problems
    assert problem.startswith("formats_unread: ")
    assert "apt-get install libreoffice-calc-nogui" in problem


def test_a_conversion_that_fails_is_no_failure_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(*_: object) -> bytes:
        raise DamagedFileError("LibreOffice cannot read this file")

    monkeypatch.setattr(soffice, "convert", convert)
    assert xlsx.extract(SHA, xls(ROWS), Limits()).problems == (
        "formats_unread: LibreOffice cannot read this file",
    )


def saved_as_excel_97(home: Path) -> bytes:
    """A workbook with everything that XLS hides, as LibreOffice saves it."""
    program = sandbox.find("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    book = xlsxwriter.Workbook(str(home / "a.xlsx"))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["项目", "旧数", "自然人", "总计"])
    sheet.write_row(1, 0, ["本年新收", 91, 3, 3])
    sheet.write_row(2, 0, ["本年新收", 92, 8, 8])
    sheet.write_row(3, 0, ["上年结转", 93])
    struck = book.add_format({"font_strikeout": True})
    sheet.write_rich_string(3, 2, struck, "15", "17")
    sheet.write(3, 3, 0.17, book.add_format({"num_format": "0%"}))
    sheet.write_row(4, 0, ["合计", 94])
    sheet.write_formula(4, 2, "=1/0", None, "#DIV/0!")
    sheet.write(4, 3, 9, book.add_format({"font_color": "#FFFFFF"}))
    sheet.set_column(1, 1, None, None, {"hidden": True})
    sheet.set_row(1, None, None, {"hidden": True})
    book.close()
    profile = f"-env:UserInstallation=file://{home / 'profile'}"
    flags = ("--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(home))
    sandbox.run((program, profile, *flags, str(home / "a.xlsx")), home, 60, 1 << 20)
    if not (home / "a.xls").is_file():
        pytest.skip("LibreOffice has no Calc (libreoffice-calc-nogui)")
    return (home / "a.xls").read_bytes()


@pytest.mark.slow
def test_what_an_old_workbook_hides_is_not_read(tmp_path: Path) -> None:
    document = extract(SHA, saved_as_excel_97(tmp_path))
    assert document.problems == ()
    assert texts(document) == [
        *("项目", "自然人", "总计"),
        *("本年新收", "8", "8"),
        *("上年结转", f"{OBJECT}17", "17%"),
        *("合计", "#DIV/0!", f"{OBJECT}9"),
    ]
