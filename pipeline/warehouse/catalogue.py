"""Copies the archive's catalogue into raw.* and ops.*: the warehouse keeps no history of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb
import polars as pl

from pipeline.warehouse.load import AgencyKey, default_agency_key

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
    "ops.runs": "runs",
    "ops.fetches": "fetches",
    "ops.finding_history": "finding_history",
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
    con.begin()
    try:
        for name, frame in tables.items():
            con.register(f"catalogue_{name}", frame)
        for target, query in TARGETS.items():
            con.execute(f"delete from {target}")
            con.execute(f"insert into {target} by name {_query(query)}")
        con.execute("delete from raw.findings where document_sha256 is null")
        con.execute(f"insert into raw.findings by name {_query('crawl_findings')}")
        for name in tables:
            con.unregister(f"catalogue_{name}")
        con.commit()
    except BaseException:
        con.rollback()
        raise


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
