"""XLS and XLSX to a Document: each visible sheet's tables as grids, full-width lines around them as prose."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DamagedFileError, EncryptedError, ExtractError, LimitError, UnsupportedFormatError
from pipeline.extract import Limits, ole, sandbox, soffice
from pipeline.extract.ooxml_package import holds_office, open_package
from pipeline.extract.ooxml_runs import FIGURE
from pipeline.extract.xlsx_parts import Place, as_shown, unseen
from pipeline.records import Cell, Document, Table

PROGRAM = Path(__file__).with_name("xlsx_cells.py")
SPREADSHEETS = {"Workbook", "Book"}
SPACES = " \t\r\n\u00a0\u3000"
SECTION = re.compile(r"^[一二三四五六七八九十]+\s*[、.．].*(?:情况|事项|问题|措施)[。：:]?$")
# 第二十条第（一）项 spans the official table, and belongs to it even as its first row
ITEM = re.compile(r"^第.{1,4}条")
SECTION_WIDTH = 6  # narrower sheets are f2014 statistics, whose row labels read like headings
LONG_LINE = 80
MAX_TITLE = 90


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: texts by row and column, and the area each merged cell covers, by its first cell."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merges: Mapping[tuple[int, int], tuple[int, int]]  # (row, column) -> (rows, columns)
    covered: frozenset[tuple[int, int]]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def sniff(content: bytes) -> bool:
    """A zip that holds an Excel workbook, or an OLE file with a workbook stream."""
    if content.startswith(ole.MAGIC):
        return bool(SPREADSHEETS & ole.stream_names(content))
    return content.startswith(b"PK") and holds_office(content, "xl/")


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read a workbook. Raises EncryptedError, DamagedFileError, LimitError."""
    name = "xls" if content.startswith(ole.MAGIC) else "xlsx"
    if name == "xlsx":
        _check_sizes(sha256, content, limits)
    answer = _cells(sha256, content, name, limits)
    problems: tuple[str, ...] = ()
    recalculated: Mapping[str, frozenset[Place]] = {}
    if name == "xls":
        old = answer
        content, answer, problems = _modern(sha256, content, old, limits)
        recalculated = _differing(old, answer)
    left_out = unseen(open_package(content, limits), recalculated) if content.startswith(b"PK") else {}
    visible = [_sheet(as_shown(item, left_out.get(item["name"]))) for item in answer if item["visible"]]
    hidden = len(answer) - len(visible)
    lines: list[str] = []
    tables: list[Table] = []
    for sheet in visible:
        _lay_out(sheet, lines, tables)
    prose = "\n".join(lines)
    clamped = (
        Table(t.index, t.cells, t.row_count, t.column_count, min(t.prose_offset, len(prose))) for t in tables
    )
    names = [sheet.name for sheet in visible if sheet.rows]
    heads = [line for line in lines[:5] if len(line) <= MAX_TITLE]
    return Document(
        sha256,
        name,
        prose,
        tuple(clamped),
        titles=tuple(dict.fromkeys((*sorted(heads, key=lambda line: "报告" not in line), *names))),
        problems=(f"hidden_sheets: {hidden}", *problems) if hidden else problems,
    )


def _check_sizes(sha256: str, content: bytes, limits: Limits) -> None:
    """What the zip's parts declare; those that lie fail in the reader's own checks, under its memory cap."""
    package = open_package(content, limits)
    if package.has("xl/workbook.bin"):
        raise UnsupportedFormatError(
            f"{sha256[:12]}: XLSB files are not read; look for an XLSX or PDF version"
        )
    if any(entry.flag_bits & 1 for entry in package.archive.infolist()):
        raise EncryptedError(f"{sha256[:12]}: a workbook with a password; ask for an open one")
    total = sum(entry.file_size for entry in package.archive.infolist() if entry.filename.endswith(".xml"))
    if total > 2 * limits.max_bytes:
        raise LimitError(
            f"{sha256[:12]}: the workbook unpacks to {total} bytes, the limit is {2 * limits.max_bytes}"
        )


def _cells(sha256: str, content: bytes, suffix: str, limits: Limits) -> list[dict[str, Any]]:
    """Have another process read the cells, which may run out of memory or time without harm."""
    with sandbox.folder() as home:
        source = home / f"in.{suffix}"
        source.write_bytes(content)
        command = (sys.executable, "-P", str(PROGRAM), str(source), str(limits.max_cells))
        outcome = sandbox.run(command, home, limits.seconds, 4 * limits.max_bytes)
    if outcome.code != 0:
        raise LimitError(
            f"{sha256[:12]}: reading the workbook ended with exit code {outcome.code}: too large?"
        )
    answer = json.loads(outcome.output)
    message = f"{sha256[:12]}: {suffix}: {str(answer.get('message'))[:120]}"
    match answer.get("error"):
        case "encrypted":
            raise EncryptedError(f"{message}; ask for an open file")
        case "limit":
            raise LimitError(f"{message}; the limit is {limits.max_cells} cells")
        case "damaged":
            raise DamagedFileError(f"{message}; fetch the file again")
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _modern(
    sha256: str, content: bytes, answer: list[dict[str, Any]], limits: Limits
) -> tuple[bytes, list[dict[str, Any]], tuple[str, ...]]:
    """An XLS file as LibreOffice's XLSX, which says what is hidden and how numbers are printed; its cells.

    Without LibreOffice, or where it loses cells, the old file with a problem.
    """
    with sandbox.folder() as home:
        source = home / "in.xls"
        source.write_bytes(content)
        try:
            converted = soffice.convert(sha256, source, home, limits, "xlsx")
            cells = _cells(sha256, converted, "xlsx", limits)
        except ExtractError as error:
            return content, answer, (f"formats_unread: {str(error)[:160]}",)
    before, after = _filled(answer), _filled(cells)
    if after < before:
        return content, answer, (f"cell_count_differs: workbook {before}, libreoffice {after}",)
    return converted, cells, ()


def _differing(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> dict[str, frozenset[Place]]:
    """Sheet name -> numbers that LibreOffice calculated otherwise than the old file has them."""
    before = {item["name"]: dict(_places(item)) for item in old}
    return {
        item["name"]: frozenset(
            place
            for place, text in _places(item)
            if FIGURE.fullmatch(text) and before.get(item["name"], {}).get(place, text) not in ("", text)
        )
        for item in new
    }


def _places(item: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    for row, texts in enumerate(item["rows"], start=item["row"]):
        for column, text in enumerate(texts, start=item["column"]):
            yield (row, column), text.strip(SPACES)


def _filled(sheets: Sequence[Mapping[str, Any]]) -> int:
    return sum(1 for sheet in sheets for _, text in _places(sheet) if text)


def _sheet(item: Mapping[str, Any]) -> Sheet:
    rows = tuple(tuple(text.strip(SPACES) for text in row) for row in item["rows"])
    height, width = len(rows), max((len(row) for row in rows), default=0)
    merges: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in item["merges"]:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        if top < 0 or left < 0 or bottom < top or right < left or (top, left) in covered:
            continue
        merges[top, left] = (bottom - top + 1, right - left + 1)
        area = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        covered.update(place for place in area if place != (top, left))
    return Sheet(item["name"], rows, merges, frozenset(covered))


def _lay_out(sheet: Sheet, lines: list[str], tables: list[Table]) -> None:
    """Append a sheet's lines and tables: blank rows and full-width lines of text part the tables."""
    block: list[int] = []
    for row in range(len(sheet.rows) + 1):
        kind = _kind(sheet, row, bool(block)) if row < len(sheet.rows) else "blank"
        if kind == "row":
            block.append(row)
            continue
        _close_block(sheet, block, lines, tables)
        block = []
        if kind == "line":
            lines.extend(text for text in sheet.rows[row] if text)


def _kind(sheet: Sheet, row: int, in_table: bool) -> str:
    """`blank`, `line` (text beside a table) or `row` (of a table)."""
    filled = [(column, text) for column, text in enumerate(sheet.rows[row]) if text]
    inside = any(
        (row, column) in sheet.covered or (row, column) in sheet.merges for column in range(sheet.width)
    )
    if not filled:
        return "row" if inside and in_table else "blank"
    if len(filled) > 1 or (row, filled[0][0]) in sheet.covered:
        return "row"
    column, text = filled[0]
    height, width = sheet.merges.get((row, column), (1, 1))
    full = width >= sheet.width or not inside
    if height > 1 or not full or ITEM.match(text):
        return "row"
    heading = sheet.width >= SECTION_WIDTH and SECTION.match(text)
    if heading or len(text) > LONG_LINE:
        return "line"
    return "row" if in_table else "line"


def _close_block(sheet: Sheet, block: Sequence[int], lines: list[str], tables: list[Table]) -> None:
    """Make a table of the rows gathered; trailing full-width notes become lines."""
    rows = list(block)
    notes: list[str] = []
    while rows and _is_note(sheet, rows[-1]):
        notes.insert(0, next(text for text in sheet.rows[rows.pop()] if text))
    if rows:
        offset = sum(len(line) + 1 for line in lines)
        tables.append(_table(sheet, rows, len(tables) + 1, offset))
    lines.extend(notes)


def _is_note(sheet: Sheet, row: int) -> bool:
    """A last row with one text over the whole width, which is no label of a row."""
    filled = [column for column, text in enumerate(sheet.rows[row]) if text]
    if len(filled) != 1:
        return False
    return sheet.width > 1 and sheet.merges.get((row, filled[0]), (1, 1)) == (1, sheet.width)


def _table(sheet: Sheet, rows: Sequence[int], index: int, offset: int) -> Table:
    """The rows as a grid, without the columns left and right of it that are blank throughout."""
    used = [
        column
        for column in range(sheet.width)
        if any(sheet.rows[row][column] or (row, column) in sheet.covered for row in rows)
    ]
    first, last = (used[0], used[-1]) if used else (0, sheet.width - 1)
    cells: list[Cell] = []
    for at, row in enumerate(rows):
        for column in range(first, last + 1):
            if (row, column) in sheet.covered:
                continue
            height, width = sheet.merges.get((row, column), (1, 1))
            height, width = min(height, rows[-1] - row + 1), min(width, last - column + 1)
            cells.append(Cell(at, column - first, sheet.rows[row][column], height, width))
    return Table(index, tuple(cells), len(rows), last - first + 1, offset)
