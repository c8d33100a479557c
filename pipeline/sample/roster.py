"""The sample's crosswalk files: public names only, no truth."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.sample.agencies import Agency
from pipeline.sample.city import City
from pipeline.sample.places import POPULATION_SOURCE, POPULATION_YEAR, REGIONS

SOURCE = "示例市机构名录"
REGION_COLUMNS = "region_code,name,level,parent_code,population,population_year,population_source"
AGENCY_COLUMNS = (
    "agency_id,canonical_name,agency_type,level,region_code,portal_org_code,parent_agency_id,report_scope,"
    "valid_from,valid_to,status"
)
SUCCESSION_COLUMNS = "predecessor_id,successor_id,effective_on,kind,source"


def _write(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])


def _validity(agency: Agency) -> tuple[str, str]:
    start = f"{agency.first_year}-01-01" if agency.first_year else ""
    end = f"{agency.last_year}-12-31" if agency.last_year else ""
    return start, end


def _agency_row(agency: Agency) -> Iterable[object]:
    """One line of agencies.csv, in the order of AGENCY_COLUMNS."""
    return (
        agency.agency_id,
        agency.name,
        agency.agency_type,
        agency.level,
        agency.region.code,
        agency.org_code,
        agency.parent_id,
        agency.scope,
        *_validity(agency),
        "abolished" if agency.last_year else "active",
    )


def write_crosswalks(city: City, folder: Path) -> None:
    """Writes regions.csv, agencies.csv, agency_aliases.csv and agency_successions.csv into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    regions = (
        (r.code, r.name, r.level, r.parent_code, r.population, POPULATION_YEAR, POPULATION_SOURCE)
        for r in REGIONS
    )
    aliases = ((alias, a.agency_id, *_validity(a), SOURCE) for a in city.agencies for alias in a.aliases)
    links = ((s.predecessor_id, s.successor_id, s.effective_on, s.kind, SOURCE) for s in city.successions)
    _write(folder / "regions.csv", REGION_COLUMNS, regions)
    _write(folder / "agencies.csv", AGENCY_COLUMNS, map(_agency_row, city.agencies))
    _write(folder / "agency_aliases.csv", "alias,agency_id,valid_from,valid_to,source", aliases)
    _write(folder / "agency_successions.csv", SUCCESSION_COLUMNS, links)
