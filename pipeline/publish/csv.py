"""`csv/<schema>/<table>.csv` for spreadsheets: UTF-8 with a byte-order mark, tables that a spreadsheet can hold.

Text that a spreadsheet would run as a formula gets a leading apostrophe; printed numbers like +461 and marks
like - stay as they are. Parquet and the warehouse hold every text unchanged, and the tables left out here.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.publish.content import Column, Table
from pipeline.publish.draft import Draft
from pipeline.publish.statements import identifier, literal, statement

FOLDER = "csv"
MAX_ROWS = 1_000_000
MAX_TEXT_BYTES = 100_000_000  # of all text of a table: whole articles are no matter for a spreadsheet
_BYTE_ORDER_MARK = "\ufeff"


def export(draft: Draft, max_rows: int = MAX_ROWS, max_text_bytes: int = MAX_TEXT_BYTES) -> tuple[str, ...]:
    """Write every table that a spreadsheet can hold; names those left out."""
    left_out = []
    for table in draft.tables:
        path = file(draft.folder, table)
        # what was written then within the same limits needs no measuring of its texts
        if draft.inventory.reuse(path, table.full_name, table.shape, table.sums, max_rows, max_text_bytes):
            continue
        excess = _excess(draft, table, max_rows, max_text_bytes)
        if excess:
            left_out.append(f"csv: {table.full_name} has {excess}; take it from parquet/")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        source = identifier(table.schema, table.name)
        query = statement("copy_to_csv", columns=_columns(table), table=source, path=literal(str(path)))
        draft.con.execute(query)
    return tuple(left_out)


def file(folder: Path, table: Table) -> Path:
    """Where a table's CSV lies in a version's folder; it may not be there."""
    return folder / FOLDER / table.schema / f"{table.name}.csv"


def _excess(draft: Draft, table: Table, max_rows: int, max_text_bytes: int) -> str:
    """What a table has too much of for a spreadsheet; blank where it has not."""
    if table.row_count > max_rows:
        return f"{table.row_count:,} rows"
    texts = [identifier(column.name) for column in table.columns if column.type == "VARCHAR"]
    if not texts:
        return ""
    length = " + ".join(f"coalesce(strlen({text}), 0)" for text in texts)
    query = statement("text_bytes", length=length, table=identifier(table.schema, table.name))
    found = draft.con.execute(query).fetchall()[0][0]
    return f"{found / 1e6:,.0f} MB of text" if found > max_text_bytes else ""


def _columns(table: Table) -> str:
    """The select list; the first header starts with the byte-order mark, so the file does."""
    marks = [_BYTE_ORDER_MARK] + [""] * (len(table.columns) - 1)
    return ", ".join(
        f"{_value(column)} as {identifier(mark + column.name)}"
        for mark, column in zip(marks, table.columns, strict=True)
    )


def _value(column: Column) -> str:
    name = identifier(column.name)
    return statement("csv_text", column=name) if column.type == "VARCHAR" else name
