"""Opening the warehouse file, and the empty tables that Python loads."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.config import sql_dir
from pipeline.errors import LockedError, WarehouseError
from pipeline.warehouse.models import discover

SCHEMAS = ("raw", "seeds", "staging", "metrics", "marts", "ops", "checks")
BUILT_SCHEMAS = ("staging", "metrics", "marts", "checks")
LOADED_SCHEMAS = ("raw", "seeds", "ops")  # their files hold `create table`, the others' a plain select


OBJECTS = """
    select schema_name || '.' || table_name, 'table' from duckdb_tables()
    where not internal and not temporary and database_name = current_database()
    union all
    select schema_name || '.' || view_name, 'view' from duckdb_views()
    where not internal and not temporary and database_name = current_database()
"""


def connect(
    path: Path | str, memory_limit: str = "2GB", threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for writing (":memory:" for tests). Raises LockedError, WarehouseError.

    Sessions run in UTC, so that a timestamp means the same on every machine.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "checkpoint_threshold": "1GB",  # at the default every batch of a backfill pays for a checkpoint
        "storage_compatibility_version": "latest",  # a third faster to write; readers get the published file
    }
    if threads:
        config["threads"] = threads
    try:
        con = duckdb.connect(str(path), config=config)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise LockedError(
                f"{path}: another process writes to the warehouse; wait until its run ends"
            ) from error
        raise WarehouseError(f"{path}: cannot be opened: {str(error).splitlines()[0]}") from error
    con.execute("set timezone = 'UTC'")
    return con


def init(con: duckdb.DuckDBPyConnection, folder: Path | None = None) -> None:
    """Create the schemas, the scalar functions and the tables that Python loads; what exists stays.

    Tables and views of models whose file is gone are dropped.
    """
    root = folder or sql_dir()
    for schema in SCHEMAS:
        con.execute(f"create schema if not exists {schema}")
    for schema in LOADED_SCHEMAS:
        for path in sorted(root.joinpath(schema).glob("*.sql")):
            text = path.read_text(encoding="utf-8")
            if "create table" in text:
                con.execute(text)
    known = {model.name for model in discover(root)}
    for name, kind in objects_of(con).items():
        if name.partition(".")[0] in BUILT_SCHEMAS and name not in known:
            con.execute(f"drop {kind} {name}")
    for path in sorted(root.joinpath("functions").glob("*.sql")):
        con.execute(path.read_text(encoding="utf-8"))


def objects_of(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every table and view as schema.name, with its kind: table or view."""
    return dict(con.sql(OBJECTS).fetchall())
