"""The warehouse as a DuckLake: the same SQL over Parquet on S3-compatible storage, its catalogue in PostgreSQL.

One file has one writer; a lake has many. Whoever reads sees one snapshot, and every earlier one stays readable.
Chosen by `GONGKAI_LAKE_CATALOG`; the extensions come as Python wheels (extra `lake`) and are loaded offline.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import duckdb
import sqlglot
from sqlglot import exp

from pipeline.config import Settings, sql_dir
from pipeline.errors import ModelError, SettingsError, WarehouseError
from pipeline.warehouse import connection
from pipeline.warehouse.build import first_line
from pipeline.warehouse.connection import LOADED_SCHEMAS, SCHEMAS
from pipeline.warehouse.models import Model, discover
from pipeline.warehouse.transaction import transaction

CATALOG = "lake"
EXTENSIONS = ("httpfs", "postgres_scanner", "ducklake")
KEYS = (exp.PrimaryKey, exp.PrimaryKeyColumnConstraint, exp.UniqueColumnConstraint)


class LakeConnection:
    """A DuckDB connection whose default catalogue is the lake, also in its cursors.

    Transactions nest: the outermost one commits, so that a whole build becomes one snapshot.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._depth = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)

    def __enter__(self) -> LakeConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def cursor(self) -> LakeConnection:
        """Another connection to the same lake, outside this one's transaction."""
        cursor = self._con.cursor()
        _prepare(cursor)
        return LakeConnection(cursor)

    def begin(self) -> None:
        """Begin, or go one level deeper."""
        if self._depth == 0:
            self._con.begin()
        self._depth += 1

    def commit(self) -> None:
        """Commit when this ends the outermost level."""
        self._depth = max(self._depth - 1, 0)
        if self._depth == 0:
            self._con.commit()

    def rollback(self) -> None:
        """Give up all levels; called again by the outer levels, it does nothing."""
        if self._depth:
            self._depth = 0
            self._con.rollback()


def connect(settings: Settings, version: int | None = None) -> LakeConnection:
    """Open the lake of the settings for writing, or one snapshot of it (`version`) for reading.

    Raises SettingsError where the settings or the extra are not complete, WarehouseError where a server fails.
    """
    if not settings.lake_data:
        raise SettingsError(
            "GONGKAI_LAKE_DATA is empty: say where the lake's files lie, as in s3://bucket/gongkai"
        )
    con = duckdb.connect(
        config={"memory_limit": settings.memory_limit, "autoinstall_known_extensions": False}
    )
    try:
        for name in EXTENSIONS:
            con.execute(f"load {_literal(str(extension_file(name)))}")
        if settings.lake_data.startswith("s3://"):
            con.execute(_secret(settings))
        con.execute(_attach(settings, version))
        _prepare(con)
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(f"the lake cannot be opened: {first_line(error)}") from error
    return LakeConnection(con)


def init(con: LakeConnection, folder: Path | None = None) -> None:
    """Create schemas, tables and functions where they are missing, all in one snapshot.

    A lake knows no keys: what the keys of `sql/` promise is held by loading whole documents and by sql/checks.
    Workers may start together: whoever comes second finds everything there.
    """
    root = folder or sql_dir()
    if _is_ready(con):
        return
    con.begin()
    try:
        for schema in SCHEMAS:
            con.execute(f"create schema if not exists {schema}")
        for schema in LOADED_SCHEMAS:
            for path in sorted(root.joinpath(schema).glob("*.sql")):
                text = path.read_text(encoding="utf-8")
                if "create table" in text:
                    con.execute(without_keys(text))
        con.execute("alter table raw.documents set partitioned by (report_year)")
        for path in sorted(root.joinpath("functions").glob("*.sql")):
            con.execute(path.read_text(encoding="utf-8"))
        con.commit()
    except duckdb.Error as error:
        con.rollback()
        if not _is_ready(con):
            raise WarehouseError(f"the lake's tables cannot be created: {first_line(error)}") from error


def without_keys(text: str) -> str:
    """A `create table` without its primary and unique keys. Raises ModelError."""
    try:
        tree = sqlglot.parse_one(text, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise ModelError(f"a loaded table does not parse: {first_line(error)}") from error
    for key in list(tree.find_all(*KEYS)):
        parent = key.parent
        (parent if isinstance(parent, exp.ColumnConstraint) else key).pop()
    return tree.sql(dialect="duckdb")


def open_for(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The warehouse of the settings, ready to be loaded: a lake where one is named, else `work.duckdb`."""
    if settings.lake_catalog.get_secret_value():
        lake = connect(settings)
        init(lake)
        return cast(duckdb.DuckDBPyConnection, lake)
    con = connection.connect(settings.work_db, settings.memory_limit)
    connection.init(con)
    return con


def models_for(con: duckdb.DuckDBPyConnection | LakeConnection) -> tuple[Model, ...]:
    """Every model; in a lake views are tables: a snapshot then holds answers, which other engines can read."""
    if isinstance(con, LakeConnection):
        return tuple(replace(model, materialized="table") for model in discover())
    return discover()


@contextmanager
def one_snapshot(con: duckdb.DuckDBPyConnection | LakeConnection) -> Iterator[None]:
    """What is done in the block becomes one snapshot of a lake; a single file is built in place."""
    if not isinstance(con, LakeConnection):
        yield
        return
    with transaction(con):
        yield


def snapshots(con: LakeConnection) -> list[tuple[int, object]]:
    """Every snapshot that can be read: its number and its time."""
    return [(int(row[0]), row[1]) for row in con.sql(f"from ducklake_snapshots('{CATALOG}')").fetchall()]


def extension_file(name: str) -> Path:
    """The file of an extension, out of its wheel. Raises SettingsError where the wheel is missing."""
    spec = find_spec(f"duckdb_extension_{name}")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found = sorted(folder.glob(f"extensions/v{duckdb.__version__}/*.duckdb_extension")) if folder else []
    if not found:
        raise SettingsError(
            f"DuckDB's extension {name} for {duckdb.__version__} is not installed; install gongkai[lake]"
        )
    return found[0]


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"use {CATALOG}")
    con.execute("set timezone = 'UTC'")
    con.execute("set ducklake_max_retry_count = 100")  # many writers append at once; each waits its turn


def _secret(settings: Settings) -> str:
    parts = {
        "key_id": settings.lake_s3_key.get_secret_value(),
        "secret": settings.lake_s3_secret.get_secret_value(),
        "endpoint": settings.lake_s3_endpoint,
        "region": settings.lake_s3_region,
    }
    told = [f"{name} {_literal(value)}" for name, value in parts.items() if value]
    told += ["url_style 'path'", f"use_ssl {str(settings.lake_s3_tls).lower()}"]
    return f"create or replace secret lake_storage (type s3, {', '.join(told)})"


def _attach(settings: Settings, version: int | None) -> str:
    options = [f"data_path {_literal(settings.lake_data)}"]
    if version is not None:
        options.append(f"snapshot_version {int(version)}")
    catalog = settings.lake_catalog.get_secret_value()
    return f"attach {_literal('ducklake:postgres:' + catalog)} as {CATALOG} ({', '.join(options)})"


def _is_ready(con: LakeConnection) -> bool:
    found = con.sql(
        f"select count(*) from duckdb_tables() where database_name = '{CATALOG}' and schema_name = 'raw'"
    ).fetchone()
    return bool(found and found[0])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
