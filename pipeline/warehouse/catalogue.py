"""Copies the archive's catalogue into raw.* and ops.*: the warehouse keeps no history of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb
import polars as pl

from pipeline.warehouse.fingerprints import note_changed
from pipeline.warehouse.load import AgencyKey, default_agency_key
from pipeline.warehouse.transaction import transaction

QUERIES = Path(__file__).parent / "queries"
CATALOGUE_TABLES = (
    "listings",
    "versions",
    "resources",
    "crawl_findings",
    "runs",
    "fetches",
    "finding_history",
)
# target table -> the query that shapes the catalogue's tables into it
TARGETS = {
    "raw.listings": "listings",
    "raw.snapshots": "snapshots",
    "raw.findings": "crawl_findings",
    "ops.runs": "runs",
    "ops.fetches": "fetches",
    "ops.finding_history": "finding_history",
}

# the rows of a table that are the catalogue's; those of documents are loaded with these
OURS = {"raw.findings": "document_sha256 is null"}
# where a changed row of `raw` says which documents it is about: address, address of the page, document
PLACES = {
    "raw.listings": "url, null, null",
    "raw.snapshots": "url, parent_url, document_sha256",
    "raw.findings": "null, null, null",
}


class HasTables(Protocol):
    """What an archive offers: the tables of its catalogue as frames."""

    def table(self, name: str) -> pl.DataFrame:
        """One table of pipeline/catalogue.sql, all columns."""


def load_catalogue(
    con: duckdb.DuckDBPyConnection,
    archive: HasTables | Mapping[str, pl.DataFrame],
    agency_key: AgencyKey | None = None,
    url_key: Callable[[str], str] | None = None,
) -> None:
    """Replace listings, snapshots, findings of the crawl, runs and fetches by the catalogue's.

    `url_key` names addresses that stand in a listing and were never fetched (default: the address itself).
    """
    tables = {name: _table(archive, name) for name in CATALOGUE_TABLES}
    tables["issuer_keys"] = _issuer_keys(tables["listings"], agency_key)
    name_url = url_key or (lambda url: url)
    urls = tables["listings"]["url"].unique(maintain_order=True).to_list()
    tables["url_keys"] = pl.DataFrame(
        {"url": urls, "url_key": [name_url(url) for url in urls]},
        schema={"url": pl.String(), "url_key": pl.String()},
    )
    with _given(con, tables):
        for target in TARGETS:
            _replace(con, target)


def load_finding_history(
    con: duckdb.DuckDBPyConnection, archive: HasTables | Mapping[str, pl.DataFrame]
) -> None:
    """Replace the dates of findings alone."""
    with _given(con, {"finding_history": _table(archive, "finding_history")}):
        _replace(con, "ops.finding_history")


@contextmanager
def _given(con: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame]) -> Iterator[None]:
    """One transaction in which the frames can be read as `catalogue_*`."""
    with transaction(con):
        for name, frame in tables.items():
            con.register(f"catalogue_{name}", frame)
        yield
        for name in tables:
            con.unregister(f"catalogue_{name}")


def _replace(con: duckdb.DuckDBPyConnection, target: str) -> None:
    """Write the rows that differ only: most nights most of a catalogue is as it was; note whose documents' they are."""
    columns = ", ".join(con.sql(f"select * from {target} limit 0").columns)
    con.execute(
        f"create or replace temp table fresh as "
        f"select {columns}, hash({columns}) as row_hash from ({_query(TARGETS[target])})"
    )
    con.execute(
        f"create or replace temp table held as "
        f"select rowid as row_no, hash({columns}) as row_hash from {target} where {OURS.get(target, 'true')}"
    )
    gone = "rowid in (select row_no from held anti join fresh using (row_hash))"
    came = "select * exclude (row_hash) from fresh anti join held using (row_hash)"
    if target in PLACES:
        con.execute("create or replace temp table changed (url text, parent_url text, document_sha256 text)")
        places = f"select {PLACES[target]} from"
        con.execute(f"insert into changed {places} {target} where {gone} union all {places} ({came})")
    con.execute(f"delete from {target} where {gone}")
    con.execute(f"insert into {target} by name {came}")
    if target in PLACES:
        note_changed(con, [target.removeprefix("raw.")], _query("touched_documents"))


def set_as_of(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """Say which day decides what is due."""
    con.execute("delete from seeds.as_of")
    con.execute("insert into seeds.as_of values (?)", [day])


def _table(archive: HasTables | Mapping[str, pl.DataFrame], name: str) -> pl.DataFrame:
    return archive[name] if isinstance(archive, Mapping) else archive.table(name)


def _issuer_keys(listings: pl.DataFrame, agency_key: AgencyKey | None) -> pl.DataFrame:
    issuers = listings["issuer"].drop_nulls().unique(maintain_order=True).to_list()
    key = (agency_key or default_agency_key()) if issuers else str
    return pl.DataFrame(
        {"issuer": issuers, "issuer_key": [key(issuer) or None for issuer in issuers]},
        schema={"issuer": pl.String(), "issuer_key": pl.String()},
    )


def _query(name: str) -> str:
    return QUERIES.joinpath(f"{name}.sql").read_text(encoding="utf-8")
