"""Opening the warehouse, and the empty tables that Python loads.

A warehouse on disk is two files: `work.duckdb` holds what is loaded and what is on the way, `built.duckdb` what is
published. The second is written as readers get it, so that publishing copies a file instead of every row.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.config import sql_dir
from pipeline.errors import LockedError, WarehouseError
from pipeline.warehouse.models import discover

SCHEMAS = ("raw", "seeds", "build", "staging", "metrics", "marts", "ops", "checks")
BUILT_FILE = "built.duckdb"
BUILT = "built"  # the catalogue of that file
IN_BUILT_FILE = ("metrics", "marts")
OURS_ALONE = ("build", "staging", "metrics", "marts", "checks")  # what is there and has no file is dropped
LOADED_SCHEMAS = ("raw", "seeds", "build", "ops")  # their files hold `create table`, the others' a select


OBJECTS = """
    select schema_name || '.' || table_name, 'table' from duckdb_tables()
    where not internal and not temporary and database_name in (current_database(), 'built')
    union all
    select schema_name || '.' || view_name, 'view' from duckdb_views()
    where not internal and not temporary and database_name in (current_database(), 'built')
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
    is_new = str(path) != ":memory:" and not Path(path).exists()
    try:
        con = duckdb.connect(str(path), config=config)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise LockedError(
                f"{path}: another process writes to the warehouse; wait until its run ends"
            ) from error
        raise WarehouseError(f"{path}: cannot be opened: {str(error).splitlines()[0]}") from error
    con.execute("set timezone = 'UTC'")
    if str(path) != ":memory:":
        built = Path(path).with_name(BUILT_FILE)
        if is_new:  # marts of a work database that is gone are nobody's: they must not be published
            built.unlink(missing_ok=True)
            built.with_name(f"{BUILT_FILE}.wal").unlink(missing_ok=True)
        _attach_built(con, built)
    return con


def renew_built(con: duckdb.DuckDBPyConnection) -> None:
    """Begin `built.duckdb` anew before all of it is built: tables replaced in place leave holes in a file."""
    path = built_file(con)
    if path is None:
        return
    con.execute("set search_path = 'main'")
    con.execute(f"detach {BUILT}")
    path.unlink()
    _attach_built(con, path)


def built_file(con: duckdb.DuckDBPyConnection) -> Path | None:
    """Where `built.duckdb` of this connection lies; None in memory and in a lake, which keep all in one place."""
    row = con.execute("select path from duckdb_databases() where database_name = ?", [BUILT]).fetchone()
    return Path(row[0]) if row else None


def _attach_built(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach the file, and have `marts.x` mean its table."""
    quoted = str(path).replace("'", "''")
    con.execute(f"attach '{quoted}' as {BUILT} (storage_version 'v1.0.0')")
    work = con.sql("select current_database()").fetchall()[0][0]
    for schema in IN_BUILT_FILE:
        con.execute(f'drop schema if exists "{work}".{schema} cascade')  # of a time when there was one file
        con.execute(f"create schema if not exists {BUILT}.{schema}")
    places = ("main", *(f"{BUILT}.{schema}" for schema in IN_BUILT_FILE))
    con.execute(f"set search_path = '{','.join(places)}'")


def init(con: duckdb.DuckDBPyConnection, folder: Path | None = None) -> None:
    """Create the schemas, the scalar functions and the tables that Python loads; what exists stays.

    Tables and views whose file is gone are dropped, and loaded tables where one has other columns now: what they held
    is loaded again from the archive.
    """
    root = folder or sql_dir()
    for schema in SCHEMAS:
        if built_file(con) is None or schema not in IN_BUILT_FILE:
            con.execute(f"create schema if not exists {schema}")
    loaded = _create_loaded(con, root)
    if built_file(con) is not None and _is_outdated(con, root, loaded):
        for table in loaded:
            con.execute(f"drop table {table}")
        _create_loaded(con, root)
    known = {model.name for model in discover(root)}.union(loaded)
    for name, kind in objects_of(con).items():
        if name.partition(".")[0] in OURS_ALONE and name not in known:
            con.execute(f"drop {kind} {name}")
    for text in function_texts(root):
        con.execute(text)


def function_texts(folder: Path | None = None) -> list[str]:
    """The SQL of the scalar functions that models may call."""
    return [
        path.read_text(encoding="utf-8")
        for path in sorted((folder or sql_dir()).joinpath("functions").glob("*.sql"))
    ]


def _create_loaded(con: duckdb.DuckDBPyConnection, root: Path) -> list[str]:
    """Create the tables that Python loads where they are missing; their names."""
    names = []
    for schema in LOADED_SCHEMAS:
        for path in sorted(root.joinpath(schema).glob("*.sql")):
            text = path.read_text(encoding="utf-8")
            if "create table" in text:
                con.execute(text)
                names.append(f"{schema}.{path.stem}")
    return names


def _is_outdated(con: duckdb.DuckDBPyConnection, root: Path, loaded: list[str]) -> bool:
    """Whether a loaded table has other columns than its file says."""
    query = """
        select schema_name, table_name, column_name, data_type from duckdb_columns()
        where database_name = current_database() and list_contains(?, schema_name || '.' || table_name)
        order by all
    """
    with duckdb.connect() as fresh:
        for schema in LOADED_SCHEMAS:
            fresh.execute(f"create schema {schema}")
        _create_loaded(fresh, root)
        wanted = fresh.execute(query, [loaded]).fetchall()
    return con.execute(query, [loaded]).fetchall() != wanted


def objects_of(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every table and view as schema.name, with its kind: table or view."""
    return dict(con.sql(OBJECTS).fetchall())
