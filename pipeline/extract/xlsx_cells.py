"""Run as a program of its own: the cells of a workbook as JSON, under a cap on cells.

usage: python -P xlsx_cells.py FILE MAX_CELLS. Imports nothing of the package, so that it starts at once.
Prints {"sheets": [{"name", "visible", "row", "column", "rows": [[text]], "merges": [[r1, c1, r2, c2]]}]}
or {"error": "encrypted" | "damaged" | "limit", "message"}. A library in Rust that runs out of memory ends its
process, and the declared size of a sheet says nothing: hence the process.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import python_calamine


def main() -> None:
    path, max_cells = sys.argv[1], int(sys.argv[2])
    try:
        answer: dict[str, Any] = {"sheets": _sheets(path, max_cells)}
    except python_calamine.PasswordError:
        answer = {"error": "encrypted", "message": "wants a password"}
    except OverflowError as error:
        answer = {"error": "limit", "message": str(error)}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        answer = {"error": "damaged", "message": str(error)}
    json.dump(answer, sys.stdout)


def _sheets(path: str, max_cells: int) -> list[dict[str, Any]]:
    """Worksheets only: charts and macro sheets hold no printed cells."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    sheets = []
    left = max_cells
    for meta in book.sheets_metadata:
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
        sheet: dict[str, Any] = {
            "name": meta.name,
            "visible": visible,
            "row": 0,
            "column": 0,
            "rows": [],
            "merges": [],
        }
        if visible:
            sheet |= _content(book.get_sheet_by_name(meta.name), left)
            left -= sum(len(row) for row in sheet["rows"])
        sheets.append(sheet)
    return sheets


def _content(sheet: python_calamine.CalamineSheet, max_cells: int) -> dict[str, Any]:
    """Texts and merges of one sheet, counted from its first used cell."""
    if sheet.height * sheet.width > max_cells:
        raise OverflowError(f"sheet {sheet.name!r} is {sheet.height} rows by {sheet.width} columns")
    row, column = sheet.start or (0, 0)
    merges = [
        [first[0] - row, first[1] - column, last[0] - row, last[1] - column]
        for first, last in sheet.merged_cell_ranges or ()
    ]
    if len(merges) > max_cells:
        raise OverflowError(f"sheet {sheet.name!r} has {len(merges)} merged cells")
    rows = [[_printed(value) for value in line] for line in sheet.to_python()]
    return {"row": row, "column": column, "rows": rows, "merges": merges}


def _printed(value: object) -> str:
    """A value as seen in a plain cell: whole numbers without a point, the 15 digits Excel keeps."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    return str(value)


if __name__ == "__main__":
    main()
