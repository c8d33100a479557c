"""`warehouse.duckdb` of a version: one file with every published table, without keys, readable from 1.0 on.

Keys are left out because DuckDB 1.0 cannot open a file that has them; views become tables because what they
read stays in the work database. Macros come along where all that they read does. What lies in `built.duckdb`
is copied as a file: it was written in this form.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import PublishError
from pipeline.publish.content import SCHEMAS, Table
from pipeline.publish.files import same_bytes
from pipeline.publish.statements import identifier, literal, statement
from pipeline.warehouse.connection import BUILT, IN_BUILT_FILE, built_file

FILE_NAME = "warehouse.duckdb"
CATALOG = "warehouse"  # what DuckDB calls it when opened
READER_MEMORY = 1_000_000_000  # bytes, beside the warehouse that is published from, which has its own limit
_TARGET = "gongkai_new_version"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the tables to publish are: the warehouse's own catalogue, and its `built.duckdb` where it has one."""

    catalog: str
    built: Path | None

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Source:
        """The source behind a connection; what was built is written to its file first."""
        catalog = str(con.execute("select current_database()").fetchall()[0][0])
        built = built_file(con)
        if built is not None:
            con.execute(f"checkpoint {BUILT}")
        return cls(catalog, built)

    @property
    def copied(self) -> tuple[str, ...]:
        """The schemas that are published by copying their file."""
        return IN_BUILT_FILE if self.built else ()

    @property
    def catalogs(self) -> tuple[str, ...]:
        return (self.catalog,) if self.built is None else (self.catalog, BUILT)


def open_warehouse(path: Path, memory: int = READER_MEMORY) -> duckdb.DuckDBPyConnection:
    """A read-only connection for our own statements; readers get `pipeline.query.open_published`."""
    config = {"temp_directory": spill_folder(path.parent.name), "memory_limit": f"{memory}B"}
    return duckdb.connect(str(path), read_only=True, config=dict(config))


@contextmanager
def lent_memory(con: duckdb.DuckDBPyConnection, source: Source) -> Iterator[int]:
    """Bytes for a reader; the work database keeps a quarter of its own, since nobody asks it anything meanwhile."""
    if source.built is None:
        yield READER_MEMORY  # what lies in memory alone cannot make room
        return
    limit = con.execute("select parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0][0]
    try:
        con.execute(f"set memory_limit = '{limit // 4}B'")
    except duckdb.OutOfMemoryException:
        yield READER_MEMORY
        return
    try:
        yield READER_MEMORY + limit * 3 // 4
    finally:
        con.execute(f"set memory_limit = '{limit}B'")


def spill_folder(reader: str) -> str:
    """Where the large queries of a reader spill to.

    Not beside a version, which must not be written to, nor where another reader does: their files have the same names.
    """
    return str(Path(tempfile.gettempdir()) / f"gongkai-spill-{os.getpid()}-{reader}")


def write_warehouse(
    con: duckdb.DuckDBPyConnection, source: Source, path: Path, tables: Sequence[Table], macro_texts: Path
) -> tuple[str, ...]:
    """Copy `tables` and macros of the source into a new file; returns the names of macros left behind.

    `macro_texts` is the folder of the macros' own files, `<name>.sql`.
    `con` may be inside a transaction, so that all tables are of one moment; it is committed.
    """
    if source.built:
        shutil.copyfile(source.built, path)
        if not same_bytes(source.built, path):
            raise PublishError(f"{path.name} is no true copy of {source.built.name}; check the disk")
    con.execute(statement("attach_new", path=literal(str(path)), catalog=identifier(_TARGET)))
    try:
        one_by_one = [table for table in tables if table.schema not in source.copied]
        for schema in dict.fromkeys(table.schema for table in one_by_one):
            con.execute(f"create schema {identifier(_TARGET, schema)}")
        for table in one_by_one:
            _copy(con, source.catalog, table)
        con.commit()
        left = _copy_macros(con, source, macro_texts)
        con.execute(f"checkpoint {identifier(_TARGET)}")
    finally:
        con.execute(f"detach {identifier(_TARGET)}")
    return left


def _copy(con: duckdb.DuckDBPyConnection, catalog: str, table: Table) -> None:
    source = identifier(catalog, table.schema, table.name)
    target = identifier(_TARGET, table.schema, table.name)
    con.execute(statement("copy_table", source=source, target=target))
    if table.comment is not None:
        con.execute(f"comment on table {target} is {literal(table.comment)}")
    for column in table.columns:
        if column.comment is not None:
            name = f"{target}.{identifier(column.name)}"
            con.execute(f"comment on column {name} is {literal(column.comment)}")


def _copy_macros(con: duckdb.DuckDBPyConnection, source: Source, texts: Path) -> tuple[str, ...]:
    found = con.execute(statement("macros"), [list(source.catalogs), list(SCHEMAS)]).fetchall()
    left = []
    con.execute(f"use {identifier(_TARGET)}")  # so that the macros' tables are looked up in the new file
    try:
        for (schema, name), overloads in groupby(found, key=lambda row: (row[0], row[1])):
            if not _copy_macro(con, schema, name, list(overloads), texts / f"{name}.sql"):
                left.append(f"{schema}.{name}")
    finally:
        con.execute(f"use {identifier(source.catalog)}")
    return tuple(left)


def _copy_macro(
    con: duckdb.DuckDBPyConnection, schema: str, name: str, overloads: Sequence[tuple[Any, ...]], text: Path
) -> bool:
    """Create one macro with its overloads and call each once; False where it reads what is not published.

    Its file says more than DuckDB's catalogue, which forgets the defaults of parameters.
    """
    full_name = identifier(schema, name)
    is_table = overloads[0][2] == "table_macro"
    kind = "table " if is_table else ""
    bodies = ", ".join(
        f"({', '.join(map(identifier, parameters))}) as {kind}({definition})"
        for _, _, _, parameters, definition, _ in overloads
    )
    calls = [f"{full_name}({', '.join(['null'] * len(overload[3]))})" for overload in overloads]
    try:
        con.execute(
            text.read_text("utf-8") if text.is_file() else f"create or replace macro {full_name} {bodies}"
        )
        for call in calls:
            con.execute(f"select * from {call} limit 0" if is_table else f"select {call} limit 0").fetchall()
    except duckdb.Error:
        con.execute(f"drop macro {kind}if exists {full_name}")
        return False
    return True
