"""What the last build saw, and what changed since: of `raw` by the documents concerned, of other tables all or nothing.

Who writes into `raw` notes whose rows changed there; of seeds, lists and models' SQL fingerprints are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import duckdb

from pipeline.warehouse.changes import EVERYTHING, Change
from pipeline.warehouse.connection import built_file, function_texts
from pipeline.warehouse.models import Model
from pipeline.warehouse.transaction import transaction

# tables of `raw` that are loaded by the document; of the findings some are about addresses
OF_DOCUMENTS = ("documents", "parts", "observations", "figures", "rule_checks", "findings")
MOST_DOCUMENTS = 0.2  # of all: beyond it, all models are built anew
Seen = dict[str, tuple[str, int | None]]  # by table or model: fingerprint and rows


def note_changed(con: duckdb.DuckDBPyConnection, tables: Iterable[str], documents: str) -> None:
    """Have the next build take up what changed in tables of `raw`: the documents that a query gives, null for none."""
    if _is_kept(con):
        for name in tables:
            con.execute(f"insert into build.pending select 'raw.{name}', * from ({documents})")


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Before a build: until it ends well, the next one has to build everything."""
    if _is_kept(con):
        con.execute("delete from build.fingerprints")


def remember(con: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> None:
    """After a build of all models: this is what they were made of."""
    if not _is_kept(con):
        return
    seen = [(name, *told) for name, told in (_of_inputs(con, models) | _of_models(con, models)).items()]
    with transaction(con):
        con.executemany("insert into build.fingerprints values (?, ?, ?)", seen)
        con.execute("delete from build.pending")


def changes_since(con: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> dict[str, Change] | None:
    """What changed in loaded tables and in models' SQL since the last build; None where all has to be built.

    That is so where the last build did not end, where a table does not have the rows it left there, and where more
    than a fifth of the documents were loaded.
    """
    if not _is_kept(con):
        return None
    before: Seen = {
        name: (fingerprint, rows) for name, fingerprint, rows in con.sql("from build.fingerprints").fetchall()
    }
    now = _of_models(con, models)
    if not before or any(name in before and before[name][1] != told[1] for name, told in now.items()):
        return None
    pending = con.sql("select distinct table_name, document_sha256 from build.pending").pl()
    loaded = pending["document_sha256"].n_unique()
    if loaded > MOST_DOCUMENTS * con.sql("select count(*) from raw.documents").fetchall()[0][0]:
        return None
    now |= _of_inputs(con, models)
    changed = {
        name: EVERYTHING for name, told in now.items() if name not in before or before[name][0] != told[0]
    }
    by_table = pending.partition_by("table_name", as_dict=True, include_key=False)
    return {str(name): Change((documents,)) for (name,), documents in by_table.items()} | changed


def _is_kept(con: duckdb.DuckDBPyConnection) -> bool:
    """Only a warehouse of two files is brought up in place; one in memory and a lake are built whole."""
    return built_file(con) is not None


def _of_models(con: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> Seen:
    """What makes each model (its text, the functions it may call, the engine), and the rows of its table."""
    found: Seen = {}
    functions = function_texts()
    for model in models:
        text = "\n".join((duckdb.__version__, *functions, model.by, model.sql))
        rows = _row_count(con, model.name) if model.materialized == "table" else None
        found[model.name] = (hashlib.sha256(text.encode()).hexdigest(), rows)
    return found


def _of_inputs(con: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> Seen:
    """The content of each loaded table outside `raw` that a model reads."""
    names = {name for model in models for name in model.dependencies} - {model.name for model in models}
    return {name: _of_rows(con, name) for name in sorted(names) if not name.startswith("raw.")}


def _of_rows(con: duckdb.DuckDBPyConnection, name: str) -> tuple[str, int]:
    query = f"select count(*), coalesce(sum(hash(row)), 0)::varchar from {name} as row"
    rows, total = con.sql(query).fetchall()[0]
    return str(total), int(rows)


def _row_count(con: duckdb.DuckDBPyConnection, name: str) -> int | None:
    try:
        return int(con.sql(f"select count(*) from {name}").fetchall()[0][0])
    except duckdb.CatalogException:  # not built yet
        return None
