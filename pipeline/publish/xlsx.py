"""`xlsx/`: one workbook a question, as `workbooks.toml` lists them, with Chinese labels and a notes sheet.

Every text is written as a string: nothing that a report prints can become a formula or a link. A cell that is
blank in the data is blank in the sheet. A workbook that would show the same rows as before is the one of the version
before, and says so; where none of its tables changed, they are not read to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.publish.content import Column
from pipeline.publish.draft import Draft
from pipeline.publish.labels import label_of
from pipeline.publish.workbooks import (
    Selection,
    SheetRows,
    Workbook,
    definitions,
    header_of,
    read_rows,
    select_rows,
)

FOLDER = "xlsx"
_HEADER_ROWS = 2  # Chinese labels, then column names
_A3 = 8  # Excel's number of the paper
_MAX_TEXT = 32_767  # characters in a cell, Excel's limit
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "label": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "name": {"italic": True, "font_color": "#7F7F7F", "bottom": 1},
    "bold": {"bold": True},
    "wrap": {"text_wrap": True, "valign": "top"},
    "integer": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.####"},
    "share": {"num_format": "0.0%"},
    "plain": {"num_format": "0"},
    "date": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "yyyy-mm-dd hh:mm"},
}


def export(draft: Draft) -> tuple[str, ...]:
    """Write every workbook that has a table; names sheets left out and rows cut off."""
    left_out = []
    (draft.folder / FOLDER).mkdir(exist_ok=True)
    for workbook in definitions().workbooks:
        found = []
        for sheet in workbook.sheets:
            selection = select_rows(draft, sheet)
            if isinstance(selection, Selection):
                found.append(selection)
            else:
                left_out.append(f"xlsx {workbook.file}: sheet {sheet.title_zh}: {selection}")
        if found:
            _export_workbook(draft, workbook, found)
        left_out += [f"xlsx {workbook.file}: {_cut(one)}" for one in found if one.total > one.shown]
    return tuple(left_out)


def _export_workbook(draft: Draft, workbook: Workbook, selections: Sequence[Selection]) -> None:
    """Link the workbook where its tables or at least its rows are as before, else write it."""
    path = draft.folder / FOLDER / f"{workbook.file}.xlsx"
    # the words of findings are no table's: told sheets are read always
    is_of_tables = not any(one.sheet.told for one in selections)
    if is_of_tables and draft.inventory.reuse_unread(path, workbook, selections):
        return
    found = [read_rows(selection) for selection in selections]
    shown = [(rows.table.comment, rows.columns, rows.rows, rows.total) for rows in found]
    if not draft.inventory.reuse(path, workbook, shown):
        _write(path, draft, workbook, found)


def _cut(selection: Selection) -> str:
    text = f"{selection.sheet.title_zh} shows {selection.shown:,} of {selection.total:,} rows"
    return f"{text}; all of them are in parquet/ ({selection.tables[0].full_name})"


def _write(path: Path, draft: Draft, workbook: Workbook, found: Sequence[SheetRows]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        created = draft.stamp.published_at.replace(tzinfo=None)
        book.set_properties({"title": workbook.title_zh, "comments": draft.stamp.version, "created": created})
        formats = {name: book.add_format(options) for name, options in _FORMATS.items()}
        for rows in found:
            _write_sheet(book.add_worksheet(rows.sheet.title_zh), rows, formats)
        _write_notes(book.add_worksheet("说明"), draft, workbook, found, formats)


def _write_sheet(sheet: Worksheet, rows: SheetRows, formats: dict[str, Format]) -> None:
    last = len(rows.columns) - 1
    kinds = [_kind(column) for column in rows.columns]
    for index, column in enumerate(rows.columns):
        label = header_of(column)
        sheet.set_column(index, index, _width(label, [row[index] for row in rows.rows[:50]]))
        sheet.write_string(0, index, label, formats["label"])
    for index, column in enumerate(rows.columns):
        sheet.write_string(1, index, column.name, formats["name"])
    sheet.freeze_panes(_HEADER_ROWS, 1 + len(rows.sheet.names))
    _set_print(sheet, rows)
    sheet.autofilter(1, 0, 1 + len(rows.rows), last)
    for index, kind in enumerate(kinds):
        values = [row[index] for row in rows.rows]
        _write_column(sheet, index, values, kind, formats.get(kind))


def _set_print(sheet: Worksheet, rows: SheetRows) -> None:
    """On paper the sheet's first columns side by side, with the header on every page; all, where it names none."""
    front = [index for index, column in enumerate(rows.columns) if column.name in rows.sheet.first]
    last = max(front, default=len(rows.columns) - 1)
    sheet.print_area(0, 0, _HEADER_ROWS + len(rows.rows) - 1, last)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, _HEADER_ROWS - 1)


def _write_column(
    sheet: Worksheet, column: int, values: Sequence[Any], kind: str, cell_format: Format | None
) -> None:
    """One column, a writer for its kind: half a million cells must not ask for the type of each."""
    write: Callable[..., Any] = sheet.write_string
    convert: Callable[[Any], Any] = _text
    if kind == "boolean":
        write, convert = sheet.write_boolean, bool
    elif kind in ("date", "time"):
        write, convert = sheet.write_datetime, _moment
    elif kind != "text":
        write, convert = sheet.write_number, float
    for row, value in enumerate(values, start=_HEADER_ROWS):
        if value is not None:
            write(row, column, convert(value), cell_format)


def _moment(value: date | datetime) -> date | datetime:
    """Excel knows no time zones; ours is UTC throughout."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _text(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"


def _kind(column: Column) -> str:
    """Which writer and number format a column has."""
    if column.type in ("BOOLEAN", "DATE"):
        return column.type.lower()
    if column.type.startswith("TIMESTAMP"):
        return "time"
    if column.type.endswith(("INT", "INTEGER")):
        return "plain" if column.name.endswith(("_year", "_id")) else "integer"
    if not column.type.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        return "text"
    is_share = column.name.endswith(("_share", "_rate")) or "0–1" in (column.comment or "")
    return "share" if is_share else "number"


def _width(label: str, values: Sequence[Any]) -> float:
    """A width in characters; Chinese ones take two."""
    longest = max((_display_length(_text(value)) for value in values if value is not None), default=0)
    return min(max(longest, _display_length(label) / 2, 8) + 2, 60)


def _display_length(text: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def _write_notes(
    sheet: Worksheet, draft: Draft, workbook: Workbook, found: Sequence[SheetRows], formats: dict[str, Format]
) -> None:
    """What the workbook answers, from which version, and what every column means."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 2, 100)
    for number, (cells, kind) in enumerate(_note_lines(draft, workbook, found)):
        for index, text in enumerate(cells):
            sheet.write_string(number, index, text, formats[kind])


def _note_lines(
    draft: Draft, workbook: Workbook, found: Sequence[SheetRows]
) -> Iterator[tuple[tuple[str, ...], str]]:
    stamp = draft.stamp
    yield (workbook.title_zh,), "title"
    yield ("问题", workbook.question_zh), "wrap"
    yield ("版本", stamp.version), "wrap"
    yield ("沿用", "以后的版本中，内容没有变化的工作簿原样沿用，仍写着它最初的版本"), "wrap"
    yield ("发布时间 (UTC)", stamp.published_at.isoformat(timespec="minutes")), "wrap"
    yield ("来源", "各机关公布的政府信息公开工作年度报告；每个数字可用 gongkai trace 追溯到单元格"), "wrap"
    yield ("空白", "空白表示没有数据或不能计算，不是零"), "wrap"
    for rows in found:
        shown = f"{len(rows.rows):,} 行" + (f"，共 {rows.total:,} 行" if rows.total > len(rows.rows) else "")
        yield (rows.sheet.title_zh, shown + rows.sheet.where_zh, rows.table.comment or ""), "wrap"
    for rows in found:
        yield (), "wrap"
        yield (f"{rows.sheet.title_zh}：各列的含义",), "bold"
        for column in rows.columns:
            label = label_of(column.name, column.comment)
            yield (column.name, header_of(column), label.description), "wrap"
