"""After the reader got better: reads again what it affects, and tells which cells come out otherwise.

Only documents whose stored reader version differs from today's are read. The differences are those between the
published version and the warehouse, so they can be looked at as often as wanted before they are published.
"""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from pipeline.errors import NothingPublishedError
from pipeline.night import Night
from pipeline.publish import current_folder
from pipeline.publish.duckdb import FILE_NAME
from pipeline.publish.statements import literal, statement
from pipeline.query import plain_text

SQL = Path(__file__).with_name("reparse.sql")
SHOWN = 40


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of one document as readers have it and as it is read now; None where it is absent."""

    agency: str | None
    report_year: int | None
    document_sha256: str
    cell_code: str
    printed_before: str | None
    printed_now: str | None
    value_before: float | None
    value_now: float | None


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading again did: counts of documents, and every cell that differs from the published version."""

    documents: int
    unreadable: int
    changes: tuple[CellChange, ...]


def reread(night: Night) -> Reread:
    """Read what another reader read, into the warehouse; nothing is built or published."""
    counts = night.ingest()
    return Reread(
        counts["extracted"], counts["unreadable"], cell_changes(night.con, night.settings.published_dir)
    )


def cell_changes(con: duckdb.DuckDBPyConnection, published_dir: Path) -> tuple[CellChange, ...]:
    """Cells of published documents that another reader read since; none before the first version."""
    try:
        path = current_folder(published_dir) / FILE_NAME
    except NothingPublishedError:
        return ()
    con.execute(statement("attach_read_only", path=literal(str(path)), catalog="before"))
    try:
        rows: list[tuple[Any, ...]] = con.execute(SQL.read_text(encoding="utf-8")).fetchall()
    finally:
        con.execute("detach before")
    return tuple(CellChange(*row) for row in rows)


def show(result: Reread, console: Console) -> None:
    """Print how many documents were read again, each document's changes, and the first cells."""
    console.print(f"{result.documents:,} documents read again, {result.unreadable:,} of them unreadable")
    if not result.changes:
        console.print("no cell differs from the published version")
        return
    documents = Table("agency", "year", "document", "added", "removed", "changed", header_style="bold")
    for sha256, group in groupby(result.changes, key=lambda change: change.document_sha256):
        changes = list(group)
        added = sum(change.printed_before is None and change.value_before is None for change in changes)
        removed = sum(change.printed_now is None and change.value_now is None for change in changes)
        counts = (added, removed, len(changes) - added - removed)
        first = changes[0]
        documents.add_row(
            plain_text(first.agency or ""), str(first.report_year or ""), sha256[:12], *map(str, counts)
        )
    cells = Table("document", "cell", "before", "now", title="cells", title_justify="left")
    for change in result.changes[:SHOWN]:
        before, now = (
            _cell(change.printed_before, change.value_before),
            _cell(change.printed_now, change.value_now),
        )
        cells.add_row(change.document_sha256[:12], change.cell_code, plain_text(before), plain_text(now))
    console.print(documents, cells)
    if len(result.changes) > SHOWN:
        console.print(f"… {len(result.changes) - SHOWN:,} more cells; --csv FILE writes all of them")


def write_csv(changes: tuple[CellChange, ...], file: Path) -> None:
    """All changes as CSV with a header."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in fields(CellChange))
        writer.writerows(astuple(change) for change in changes)


def _cell(printed: str | None, value: float | None) -> str:
    return f"{printed or '-'} ({value:.12g})" if value is not None else printed or "-"
