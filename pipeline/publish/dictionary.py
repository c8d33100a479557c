"""`docs/dictionary.md`: every published table and column, generated so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.publish.content import SCHEMAS, Table, read_tables
from pipeline.publish.duckdb import Source
from pipeline.publish.release import markdown_table
from pipeline.publish.statements import statement
from pipeline.warehouse.comments import ColumnText, read_columns

_INTRODUCTION = """\
# 数据字典 Data dictionary

Generated from `sql/columns.csv` and the warehouse itself; do not edit by hand.
A column name means the same wherever it stands. 由程序生成，请勿手改；同名的列含义相同。
"""
_SCHEMAS = {
    "seeds": "代码表和对照表 Code lists and crosswalks, kept by hand in the repository",
    "metrics": "指标 Metrics: report, numerator, denominator, value",
    "marts": "供读者使用的表 Tables for readers",
    "ops": "运行记录 Runs and requests to portals",
}


def dictionary(con: duckdb.DuckDBPyConnection, columns_folder: Path | None = None) -> str:
    """The dictionary of a built warehouse, work or published, as Markdown.

    `columns_folder` holds columns.csv (default: sql/). Raises WarehouseError where a column is not described.
    """
    texts = read_columns(columns_folder)
    catalogs = Source.of(con).catalogs
    tables = read_tables(con, *catalogs)
    undescribed = sorted({name for table in tables for name in table.column_names} - texts.keys())
    if undescribed:
        raise WarehouseError(f"columns.csv does not describe {', '.join(undescribed)}; add a line for each")
    parts = [_INTRODUCTION, _metrics(con, tables), *_schemas(tables, texts), _macros(con, catalogs)]
    return "\n".join(part for part in parts if part)


def _metrics(con: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> str:
    if "marts.dim_metric" not in {table.full_name for table in tables}:
        return ""
    header = ("metric", "指标", "unit", "formula", "description")
    rows = con.execute(statement("dictionary_metrics")).fetchall()
    return f"## 指标 Metrics\n\n{markdown_table(header, rows)}"


def _schemas(tables: Sequence[Table], texts: Mapping[str, ColumnText]) -> Iterable[str]:
    for schema in SCHEMAS:
        found = [table for table in tables if table.schema == schema]
        if found:
            yield f"## {schema}\n\n{_SCHEMAS[schema]}\n"
        for table in found:
            yield _table(table, texts)


def _table(table: Table, texts: Mapping[str, ColumnText]) -> str:
    rows = []
    for column in table.columns:
        text = texts[column.name]
        rows.append(
            (f"`{column.name}`", column.type, text.unit, text.zh, text.description_en, text.description_zh)
        )
    header = ("column", "type", "unit", "标签", "description", "说明")
    return f"### {table.full_name}\n\n{table.comment or ''}\n\n{markdown_table(header, rows)}"


def _macros(con: duckdb.DuckDBPyConnection, catalogs: Sequence[str]) -> str:
    found = con.execute(statement("macros"), [list(catalogs), list(SCHEMAS)]).fetchall()
    if not found:
        return ""
    lines = [f"- `{schema}.{name}({', '.join(parameters)})`\n" for schema, name, _, parameters, _, _ in found]
    return f"## 宏 Macros\n\n{''.join(lines)}"
