"""A report as a workbook: its text in rows over the whole width, its tables with merged cells."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from pipeline.sample.content import Content
from pipeline.sample.grid import Grid, expand

FIXED_TIME = datetime(2020, 1, 1)  # noqa: DTZ001 - the properties of a workbook carry no zone
WIDTH = 10  # columns of the sheet: as many as the widest table of a report has
SHEET = "年度报告"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def render_xlsx(content: Content) -> bytes:
    """The bytes of an .xlsx; numbers are numbers, everything else is text as printed."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": content.report.title, "created": FIXED_TIME})
    sheet = book.add_worksheet(SHEET)
    wrapped = book.add_format({"text_wrap": True, "valign": "vcenter"})
    boxed = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
    width = max((len(expand(grid)[0]) for grids in content.tables.values() for grid in grids), default=WIDTH)
    rows = _Rows(sheet, width, wrapped, boxed)
    rows.line(content.report.title)
    for text in content.prose.preamble:
        rows.line(text)
    for key, (heading, paragraphs) in content.prose.sections.items():
        rows.line(heading)
        for text in paragraphs:
            rows.line(text)
        for grid in content.tables.get(key, ()):
            rows.table(grid)
    rows.line(content.report.agency.name)
    rows.line(f"{content.report.published_on:%Y年%-m月%-d日}")
    book.close()
    return out.getvalue()


class _Rows:
    """Writes a sheet from top to bottom."""

    def __init__(self, sheet: Any, width: int, wrapped: Any, boxed: Any) -> None:
        self._sheet, self._width, self._wrapped, self._boxed = sheet, width, wrapped, boxed
        self._next = 0

    def line(self, text: str) -> None:
        """A row of text, merged over the whole width."""
        self._sheet.merge_range(self._next, 0, self._next, self._width - 1, text, self._wrapped)
        self._next += 1

    def table(self, grid: Grid) -> None:
        """A table with an empty row before and after it."""
        self._next += 1
        for number, row in enumerate(expand(grid)):
            for column, cell in enumerate(row):
                if cell is None:
                    continue
                top, value = self._next + number, _value(cell.text, cell.code)
                if cell.rows > 1 or cell.cols > 1:
                    bottom, right = top + cell.rows - 1, column + cell.cols - 1
                    self._sheet.merge_range(top, column, bottom, right, value, self._boxed)
                else:
                    self._sheet.write(top, column, value, self._boxed)
        self._next += len(grid) + 1


def _value(text: str, code: str | None) -> int | float | str:
    """A number where the cell shows nothing but one; signs, marks and notes stay as they are printed."""
    if code is None or not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
