"""Comments on every table and column, from sql/columns.csv and the first comment of each file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipeline.config import sql_dir
from pipeline.errors import ModelError
from pipeline.warehouse.connection import IN_BUILT_FILE, LOADED_SCHEMAS, built_file
from pipeline.warehouse.models import discover, read_header
from pipeline.warehouse.transaction import transaction

COLUMNS = """
    select schema_name || '.' || table_name, column_name from duckdb_columns()
    where not internal and schema_name in ('raw', 'seeds', 'build', 'staging', 'metrics', 'marts', 'ops')
    order by all
"""
VIEWS = "select schema_name || '.' || view_name from duckdb_views() where not internal"


@dataclass(frozen=True, slots=True)
class ColumnText:
    """One column name of the warehouse: it means the same wherever it stands."""

    name: str
    unit: str
    zh: str
    description_en: str
    description_zh: str

    @property
    def comment(self) -> str:
        """What COMMENT ON COLUMN says: label, unit, both descriptions."""
        unit = f" [{self.unit}]" if self.unit else ""
        return f"{self.zh}{unit}: {self.description_en} {self.description_zh}"


@dataclass(frozen=True, slots=True)
class TableText:
    """One table: what one row of it is, in English and in Chinese."""

    name: str
    summary: str
    zh: str

    @property
    def comment(self) -> str:
        """What COMMENT ON TABLE says."""
        return f"{self.summary} {self.zh}"


def read_columns(folder: Path | None = None) -> dict[str, ColumnText]:
    """sql/columns.csv by name. Raises ModelError where a name stands twice or a text is blank."""
    rows = _rows((folder or sql_dir()) / "columns.csv")
    found: dict[str, ColumnText] = {}
    for row in rows:
        text = ColumnText(**row)
        if text.name in found:
            raise ModelError(f"columns.csv: {text.name} stands twice")
        if not (text.zh and text.description_en and text.description_zh):
            raise ModelError(f"columns.csv: {text.name} lacks a label or a description")
        found[text.name] = text
    return found


def read_tables(folder: Path | None = None) -> dict[str, TableText]:
    """Every table by schema.table, from its file's first comment and its `-- zh:` line (a metric's label).

    Raises ModelError where a file lacks one of them.
    """
    found = [TableText(m.name, m.summary, m.get("zh") or m.get("label_zh")) for m in discover(folder)]
    for schema in LOADED_SCHEMAS:
        for path in sorted((folder or sql_dir()).joinpath(schema).glob("*.sql")):
            summary, header = read_header(path.read_text(encoding="utf-8"))
            found.append(TableText(f"{schema}.{path.stem}", summary, dict(header).get("zh", "")))
    tables = {text.name: text for text in found if not text.name.startswith("checks.") or text.zh}
    for text in tables.values():
        if not (text.summary and text.zh):
            raise ModelError(f"{text.name}: its file must say what one row is, in English and after `-- zh:`")
    return tables


def comment_all(con: duckdb.DuckDBPyConnection, folder: Path | None = None) -> int:
    """Comment every table and column; returns how many comments were set.

    Raises ModelError naming what is described and does not exist, or exists and is not described.
    """
    columns, tables = read_columns(folder), read_tables(folder)
    present: dict[str, list[str]] = {}
    for table, column in con.sql(COLUMNS).fetchall():
        present.setdefault(table, []).append(column)
    _require_same("columns.csv", {column for names in present.values() for column in names}, columns)
    _require_same("sql/", set(present), {name for name in tables if not name.startswith("checks.")})
    views = {name for (name,) in con.sql(VIEWS).fetchall()}
    texts = {
        table: _statements(tables[table], names, table in views, columns) for table, names in present.items()
    }
    is_built = built_file(con) is not None
    for where in (True, False):  # a transaction writes to one file only
        told = [
            one
            for table, statements in texts.items()
            if (is_built and table.partition(".")[0] in IN_BUILT_FILE) == where
            for one in statements
        ]
        _execute_at_once(con, told)
    return sum(len(statements) for statements in texts.values())


def _execute_at_once(con: duckdb.DuckDBPyConnection, statements: list[str]) -> None:
    """In one transaction: a commit for each comment would cost more than the comments."""
    with transaction(con):
        con.execute(";".join(statements))


def _require_same(file: str, present: set[str], described: Iterable[str]) -> None:
    missing, extra = sorted(present - set(described)), sorted(set(described) - present)
    if missing or extra:
        told = f"not described: {', '.join(missing) or 'none'}; not there: {', '.join(extra) or 'none'}"
        raise ModelError(f"{file}: {told}")


def _statements(
    table: TableText, names: list[str], is_view: bool, columns: Mapping[str, ColumnText]
) -> list[str]:
    first = f"comment on {'view' if is_view else 'table'} {table.name} is {_quoted(table.comment)}"
    rest = [f'comment on column {table.name}."{name}" is {_quoted(columns[name].comment)}' for name in names]
    return [first, *rest]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rows(path: Path) -> list[dict[str, str]]:
    frame = pl.read_csv(path, infer_schema=False, encoding="utf8").fill_null("")
    return [{key: str(value) for key, value in row.items()} for row in frame.iter_rows(named=True)]
