"""Builds the models of sql/ into tables and views."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import sql_dir
from pipeline.errors import ModelError
from pipeline.warehouse.connection import objects_of
from pipeline.warehouse.models import Model, ordered


@dataclass(frozen=True, slots=True)
class BuildResult:
    """One model built: its rows (None for a view: counting would compute it) and how long it took."""

    model: Model
    rows: int | None
    seconds: float


def build(
    con: duckdb.DuckDBPyConnection,
    models: Iterable[Model],
    only: Collection[str] | None = None,
    progress: Callable[[BuildResult], None] | None = None,
) -> list[BuildResult]:
    """Build the models in their order; `only` restricts to names (schema.table), in the same order.

    Raises ModelError naming the model whose SQL fails.
    """
    existing = objects_of(con)
    results: list[BuildResult] = []
    for model in ordered(models):
        if only is not None and model.name not in only:
            continue
        result = build_one(con, model, existing.get(model.name))
        results.append(result)
        if progress:
            progress(result)
    return results


def create_macros(con: duckdb.DuckDBPyConnection, folder: Path | None = None) -> None:
    """Create the table macros of sql/macros (they read marts only, so a published version can have them)."""
    for path in sorted((folder or sql_dir()).joinpath("macros").glob("*.sql")):
        try:
            con.execute(path.read_text(encoding="utf-8"))
        except duckdb.Error as error:
            raise ModelError(f"macros.{path.stem}: {first_line(error)}") from error


def build_one(con: duckdb.DuckDBPyConnection, model: Model, existing: str | None) -> BuildResult:
    """Replace one model's table or view, of which `existing` kind there is one. Raises ModelError naming it."""
    started = time.perf_counter()
    try:
        if existing and existing != model.materialized:
            con.execute(f"drop {existing} {model.name}")
        con.execute(f"create or replace {model.materialized} {model.name} as\n{model.sql}")
        row = (
            con.sql(f"select count(*) from {model.name}").fetchone()
            if model.materialized == "table"
            else None
        )
    except duckdb.Error as error:
        raise ModelError(f"{model.name}: {first_line(error)}") from error
    return BuildResult(model, int(row[0]) if row else None, time.perf_counter() - started)


def first_line(error: Exception) -> str:
    """The first paragraph of DuckDB's message, on one line."""
    return " ".join(str(error).split("\n\n")[0].split())
