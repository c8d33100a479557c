"""Many cities out of one: the frames of a read sample portal, multiplied under other names.

Reading 100,000 pages takes an hour and says nothing about the warehouse; so above the pages of one sample city
every further city is made as frames shaped like raw.*, with its own agencies, addresses, documents and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipeline.archive import Archive
from pipeline.crosswalks import Crosswalks
from pipeline.warehouse.catalogue import CATALOGUE_TABLES
from pipeline.warehouse.frames import SCHEMAS

HOST = "sample.invalid"
NAMES = frozenset(("agency_name", "agency_key", "issuer", "issuer_key", "canonical_name", "alias", "name"))
CODES = frozenset(
    ("region_code", "parent_code", "agency_id", "parent_agency_id", "predecessor_id", "successor_id")
)
NUMBERS = frozenset(
    ("index_no", "portal_org_code")
)  # a portal's own numbers begin with its agency's nine digits
HASHES = {"document_sha256": 64, "sha256": 64, "finding_id": 16}
ADDRESSES = frozenset(("url", "url_key", "list_url", "column_url", "parent_url", "scope_key"))
COUNTS = ("value", "filled")
WITHOUT_CITIES = ("runs", "finding_history")  # one run; the history is the benchmark's own
FETCH_IDS = 1_000_000  # more fetches than one city has


@dataclass(frozen=True, slots=True)
class City:
    """Frames of one city: what was read (by table of raw.*), its catalogue, its agency list."""

    raw: Mapping[str, pl.DataFrame]
    catalogue: Mapping[str, pl.DataFrame]
    crosswalks: Crosswalks

    @property
    def reports(self) -> int:
        """Documents that are annual reports."""
        return int(self.raw["documents"]["is_report"].sum())


def first_city(con: duckdb.DuckDBPyConnection, archive: Archive, crosswalks: Crosswalks) -> City:
    """The city that was crawled and read, out of its warehouse and archive."""
    raw = {name: con.sql(f"select * from raw.{name}").pl().cast(SCHEMAS[name]) for name in SCHEMAS}
    raw["findings"] = raw["findings"].filter(pl.col("document_sha256").is_not_null())
    return City(raw, {name: archive.table(name) for name in CATALOGUE_TABLES}, crosswalks)


def city(first: City, number: int) -> City:
    """City `number` (0 is the first itself): other names, codes, addresses and hashes; counts are multiplied."""
    if number == 0:
        return first
    lists = {name: _moved(getattr(first.crosswalks, name), number) for name in Crosswalks.__slots__}
    return City(
        {name: _moved(frame, number) for name, frame in first.raw.items()},
        {name: _moved(frame, number) for name, frame in first.catalogue.items()},
        Crosswalks(**lists),
    )


def all_catalogues(cities: list[City]) -> dict[str, pl.DataFrame]:
    """The catalogue tables of all cities together."""
    return {
        name: cities[0].catalogue[name]
        if name in WITHOUT_CITIES
        else pl.concat([one.catalogue[name] for one in cities])
        for name in CATALOGUE_TABLES
    }


def all_crosswalks(cities: list[City]) -> Crosswalks:
    """The agency lists of all cities together."""
    return Crosswalks(
        **{
            name: pl.concat([getattr(one.crosswalks, name) for one in cities])
            for name in Crosswalks.__slots__
        }
    )


def revised(one: City, count: int) -> City:
    """The city after a night: `count` of its newest reports with another body each, in which one cell changed."""
    current = one.catalogue["resources"].join(_read_alone(one).head(count), on="sha256", how="semi")
    old = current["sha256"]
    new = old.str.reverse()
    shas = pl.col("document_sha256")
    raw = {
        name: frame.filter(shas.is_in(old.implode())).with_columns(shas.str.reverse())
        for name, frame in one.raw.items()
    }
    raw["findings"] = raw["findings"].with_columns(pl.col("finding_id").str.reverse())
    is_first = pl.int_range(pl.len()).over("document_sha256") == 0
    raw["observations"] = raw["observations"].with_columns(
        value=pl.when(is_first).then(pl.col("value") + 1).otherwise("value"),
        filled=pl.when(is_first).then(pl.col("filled") + 1).otherwise("filled"),
    )
    versions, resources = one.catalogue["versions"], one.catalogue["resources"]
    added = versions.filter(pl.col("sha256").is_in(old.implode())).with_columns(
        pl.col("sha256").str.reverse(), pl.col("version_no") + 1
    )
    catalogue = dict(one.catalogue) | {
        "versions": pl.concat([versions, added]),
        "resources": resources.with_columns(pl.col("sha256").replace(old, new)),
    }
    return City(raw, catalogue, one.crosswalks)


def _read_alone(one: City) -> pl.DataFrame:
    """Bodies that are reports and stand at one address in one version: what a portal revises. Newest year first."""
    reports = one.raw["documents"].filter("is_report").select("report_year", sha256="document_sha256")
    once = one.catalogue["versions"].filter(pl.len().over("url") == 1, pl.len().over("sha256") == 1)
    return once.join(reports, on="sha256").sort(
        "report_year", "sha256", descending=(True, False), nulls_last=True
    )


def _moved(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    mark = f"{number:04d}"
    changes: list[pl.Expr] = []
    for name in frame.columns:
        column = pl.col(name)
        if name in NAMES:
            changes.append(column + mark)  # at the end: what precedes a name on a page still does
        elif name in CODES:
            changes.append((pl.lit(mark) + column).alias(name))
        elif name in NUMBERS:
            changes.append((pl.lit(mark) + column.str.slice(len(mark))).alias(name))
        elif name in HASHES:
            changes.append((pl.lit(mark) + column).str.head(HASHES[name]).alias(name))
        elif name in ADDRESSES:
            changes.append(column.str.replace(HOST, f"c{mark}.{HOST}", literal=True))
        elif name == "portal":
            changes.append(column + mark)
        elif name == "fetch_id":
            changes.append(column + number * FETCH_IDS)
    frame = frame.with_columns(changes)
    return _multiplied(frame, 1 + number % 7) if "filled" in frame.columns else frame


def _multiplied(frame: pl.DataFrame, factor: int) -> pl.DataFrame:
    """Every count times `factor`: sums, balances and rates hold as before, the numbers differ."""
    frame = frame.with_columns(pl.col(name) * factor for name in COUNTS)
    is_count = (pl.col("semantic") == "number") & (pl.col("value") == pl.col("value").round())
    raw = pl.when(is_count).then(pl.col("value").cast(pl.Int64, strict=False).cast(pl.String))
    return frame.with_columns(value_raw=raw.otherwise("value_raw"))


def write_city(one: City, folder: Path) -> None:
    """Keep a city as Parquet, so that every size starts from the same one in a process of its own."""
    for group in ("raw", "catalogue"):
        for name, frame in getattr(one, group).items():
            frame.write_parquet(folder / f"{group}.{name}.parquet")
    for name in Crosswalks.__slots__:
        getattr(one.crosswalks, name).write_parquet(folder / f"crosswalks.{name}.parquet")


def read_city(folder: Path) -> City:
    """What `write_city` kept."""
    found: dict[str, dict[str, pl.DataFrame]] = {"raw": {}, "catalogue": {}, "crosswalks": {}}
    for path in sorted(folder.glob("*.parquet")):
        group, name, _ = path.name.split(".")
        found[group][name] = pl.read_parquet(path)
    return City(found["raw"], found["catalogue"], Crosswalks(**found["crosswalks"]))
