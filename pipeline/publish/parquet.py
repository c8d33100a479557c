"""`parquet/<schema>/`: one zstd file a table; above a million rows a folder, one part a report year."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish.content import Table
from pipeline.publish.draft import Draft
from pipeline.publish.statements import identifier, literal, statement

FOLDER = "parquet"
PARTITION_ABOVE_ROWS = 1_000_000


def export(draft: Draft, partition_above: int = PARTITION_ABOVE_ROWS) -> tuple[str, ...]:
    """Write every table; raises duckdb.Error where a file cannot be written."""
    for table in draft.tables:
        folder = draft.folder / FOLDER / table.schema
        folder.mkdir(parents=True, exist_ok=True)
        name = _statement_name(draft, table) if table.row_count > partition_above else "copy_to_parquet"
        path = folder / (f"{table.name}.parquet" if name == "copy_to_parquet" else table.name)
        source = identifier(table.schema, table.name)
        draft.con.execute(statement(name, table=source, path=literal(str(path))))
    return ()


def _statement_name(draft: Draft, table: Table) -> str:
    """A large table is parted by its report year, or by its report's where it has none of its own."""
    if "report_year" in table.column_names:
        return "copy_to_parquet_by_year"
    reports = draft.table("marts.dim_report")
    has_reports = reports is not None and {"report_id", "report_year"} <= set(reports.column_names)
    return (
        "copy_to_parquet_by_report"
        if has_reports and "report_id" in table.column_names
        else "copy_to_parquet"
    )


def files(folder: Path, table: Table) -> tuple[Path, ...]:
    """The Parquet files of one table in a version's folder, in the order of their names."""
    base = folder / FOLDER / table.schema
    single = base / f"{table.name}.parquet"
    return (single,) if single.is_file() else tuple(sorted((base / table.name).rglob("*.parquet")))
