"""Hand-kept tables: agencies and regions of a portal, and the measures, forms and rules all portals share.

`load(folder)` reads the agency list of one portal set (regions, agencies, aliases, successions);
`shared()` reads what stands beside this file. Every table is a CSV with a fixed header; a wrong header,
a duplicate key or a reference to an unknown id raises CrosswalkError with file and line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.crosswalks.tables import FOLDER_TABLES, SHARED_TABLES, Spec, read_table, require_known

HERE = Path(__file__).parent

__all__ = ["Crosswalks", "Shared", "Spec", "load", "merge", "shared"]


@dataclass(frozen=True, slots=True)
class Crosswalks:
    """The agency list of a portal set: one frame a table, columns as in the CSV, dates parsed."""

    regions: pl.DataFrame
    agencies: pl.DataFrame
    agency_aliases: pl.DataFrame
    agency_successions: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Shared:
    """The tables all portals share; `measures` keeps one column a form and one a step between forms."""

    measures: pl.DataFrame
    forms: pl.DataFrame
    form_years: pl.DataFrame
    outcomes: pl.DataFrame
    applicants: pl.DataFrame
    finding_rules: pl.DataFrame
    finding_reviews: pl.DataFrame


def load(folder: Path) -> Crosswalks:
    """Read one agency list. Raises CrosswalkError."""
    return _checked(Crosswalks(**{name: read_table(folder, spec) for name, spec in FOLDER_TABLES.items()}))


def merge(lists: list[Crosswalks]) -> Crosswalks:
    """Put several agency lists together; an id in two lists is an error, an equal row is not."""
    if not lists:
        return Crosswalks(**{name: spec.empty() for name, spec in FOLDER_TABLES.items()})
    frames = {
        name: pl.concat([getattr(one, name) for one in lists]).unique(maintain_order=True)
        for name in FOLDER_TABLES
    }
    for name, spec in FOLDER_TABLES.items():
        spec.reject_duplicates(frames[name])
    return _checked(Crosswalks(**frames))


def shared(folder: Path = HERE) -> Shared:
    """Read the tables all portals share. Raises CrosswalkError."""
    return Shared(**{name: read_table(folder, spec) for name, spec in SHARED_TABLES.items()})


def _checked(lists: Crosswalks) -> Crosswalks:
    agencies = lists.agencies["agency_id"]
    regions = lists.regions["region_code"]
    require_known("agencies.csv", "region_code", lists.agencies["region_code"], regions)
    require_known("agencies.csv", "parent_agency_id", lists.agencies["parent_agency_id"], agencies)
    require_known("regions.csv", "parent_code", lists.regions["parent_code"], regions)
    require_known("agency_aliases.csv", "agency_id", lists.agency_aliases["agency_id"], agencies)
    for column in ("predecessor_id", "successor_id"):
        require_known("agency_successions.csv", column, lists.agency_successions[column], agencies)
    return lists
