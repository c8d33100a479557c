"""Hand-made readings, agencies and a catalogue: a city small enough to compute by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb
import polars as pl

from pipeline import warehouse
from pipeline.crosswalks import Crosswalks
from pipeline.forms import cells, load_forms
from pipeline.records import Document, Figure, Finding, Observation, PartStatus, Reading, Report, RuleCheck
from pipeline.warehouse import Loaded

TEXT = pl.String()
AGENCIES = {
    "agency_id": TEXT,
    "canonical_name": TEXT,
    "agency_type": TEXT,
    "level": TEXT,
    "region_code": TEXT,
    "portal_org_code": TEXT,
    "parent_agency_id": TEXT,
    "report_scope": TEXT,
    "valid_from": pl.Date(),
    "valid_to": pl.Date(),
    "status": TEXT,
}
CATALOGUE = {
    "listings": "url list_url portal column_url column_title title listed_on issuer index_no hint_year "
    "first_seen_at last_seen_at gone_at",
    "versions": "url version_no portal sha256 media_type byte_count first_seen_at last_seen_at",
    "resources": "url portal url_key docid kind parent_url sha256 gone_at",
    "crawl_findings": "finding_id portal url rule severity message first_seen_at last_seen_at resolved_at",
    "runs": "run_id portals years started_at ended_at as_of status request_count not_modified_count body_count "
    "byte_count extracted_count refused_count version message",
    "fetches": "fetch_id run_id portal url kind fetched_at status outcome media_type charset byte_count seconds "
    "attempt_count sha256 reason",
    "finding_history": "finding_id first_seen_at last_seen_at",
}


def key(name: str) -> str:
    """Names without blanks: enough of a normalisation for these tests."""
    return name.replace(" ", "")


def reading(
    sha: str, agency: str | None, year: int | None, numbers: dict[str, float], **report: object
) -> Reading:
    """A read report of form f2021 with the given cells; all other cells of table 3 and 4 are zero."""
    observations = tuple(
        Observation(sha, code, str(value), value, "number", None, value, None, f"t1/r{row}/c1")
        for row, (code, value) in enumerate(numbers.items(), start=1)
    )
    head = Report(
        document_sha256=sha,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        report_year=year,
        title_year=year,
        period_year=year,
        issuer=None,
        index_no=None,
        metadata_date=date(year + 1, 1, 20) if year else None,
        signature_date=None,
        is_correction=False,
        is_companion=False,
        is_aggregate=False,
        is_report=True,
    )
    return Reading(
        document=Document(sha, "html", "正文"),
        report=replace(head, **report),  # type: ignore[arg-type]
        parts=tuple(PartStatus(part, "f2021", "read") for part in ("t2", "t3", "t4")),
        observations=observations,
        figures=(Figure(sha, "disclosure_total", None, 240, "条", "exact", (0, 4), "公开240条", "total"),),
        findings=(Finding(sha, "LABEL_VARIANT", "info", "noted", "t3", "变体"),),
        checks=(RuleCheck(sha, "T3_BALANCE", 6, 1, 0),),
    )


def t3(
    received: float, granted: float, refused: float = 0, carried_in: float = 0, out: float = 0
) -> dict[str, float]:
    """Totals and natural persons of a table 3 in which only these outcomes occur."""
    codes = [cell.cell_code for cell in cells(load_forms()) if cell.form_id == "f2021" and cell.part == "t3"]
    numbers = dict.fromkeys(codes, 0.0)
    for column in ("natural_person", "total"):
        numbers[f"t3.new_received.{column}"] = received
        numbers[f"t3.carried_in.{column}"] = carried_in
        numbers[f"t3.granted.{column}"] = granted
        numbers[f"t3.refused.third_party.{column}"] = refused
        numbers[f"t3.processed_total.{column}"] = granted + refused
        numbers[f"t3.carried_out.{column}"] = out
    return numbers


def crosswalk(*agencies: tuple[object, ...], aliases: list[tuple[object, ...]] | None = None) -> Crosswalks:
    """Agencies (id, name, parent, scope, valid_from, valid_to) of one city, and aliases (alias, agency_id)."""
    rows = [
        (number, name, "department", "city", "990100", None, parent, scope, start, end, "active")
        for number, name, parent, scope, start, end in agencies
    ]
    links = [("甲局", "乙局")] if {"甲局", "乙局"} <= {str(agency[0]) for agency in agencies} else []
    return Crosswalks(
        regions=pl.DataFrame(
            {"region_code": ["990100"], "name": ["示例市"], "level": ["city"], "parent_code": [None]},
            schema_overrides={"parent_code": TEXT},
        ).with_columns(
            pl.lit(400_000, pl.Int64()).alias("population"),
            pl.lit(2020, pl.Int64()).alias("population_year"),
            pl.lit(None, TEXT).alias("population_source"),
        ),
        agencies=pl.DataFrame(rows, schema=AGENCIES, orient="row"),
        agency_aliases=pl.DataFrame(
            [(alias, agency, None, None, None) for alias, agency in aliases or []],
            schema={
                "alias": TEXT,
                "agency_id": TEXT,
                "valid_from": pl.Date(),
                "valid_to": pl.Date(),
                "source": TEXT,
            },
            orient="row",
        ),
        agency_successions=pl.DataFrame(
            [(old, new, date(2023, 1, 1), "rename", None) for old, new in links],
            schema={
                "predecessor_id": TEXT,
                "successor_id": TEXT,
                "effective_on": pl.Date(),
                "kind": TEXT,
                "source": TEXT,
            },
            orient="row",
        ),
    )


def catalogue(readings: list[Reading], portal: str = "sample") -> dict[str, pl.DataFrame]:
    """A catalogue in which each document is a listed page of its own."""
    listings, versions, resources = [], [], []
    for one in readings:
        sha, report = one.document.sha256, one.report
        url, seen = (
            f"http://sample.invalid/{sha}.html",
            f"{(report.report_year or 2020) + 1}-02-01T00:00:00+00:00",
        )
        listings.append(
            (
                url,
                "http://sample.invalid/list.html",
                portal,
                "http://sample.invalid/list.html",
                None,
                report.title,
                None,
                None,
                None,
                report.report_year,
                seen,
                seen,
                None,
            )
        )
        versions.append((url, 1, portal, sha, "text/html", 9, seen, seen))
        resources.append((url, portal, url, None, "page", None, sha, None))
    rows = {"listings": listings, "versions": versions, "resources": resources}
    whole = ("hint_year", "version_no", "byte_count", "fetch_id", "status", "attempt_count", "seconds")
    return {
        name: pl.DataFrame(
            rows.get(name, []),
            schema={
                column: pl.Int64() if column in whole and name != "runs" else TEXT
                for column in columns.split()
            },
            orient="row",
        )
        for name, columns in CATALOGUE.items()
    }


def fill(
    con: duckdb.DuckDBPyConnection, readings: list[Reading], lists: Crosswalks, as_of: date = date(2026, 6, 1)
) -> None:
    """Load and build everything."""
    warehouse.load_readings(con, [Loaded("sample", one, 9, "v1") for one in readings], key)
    warehouse.load_catalogue(con, catalogue(readings), key)
    warehouse.load_seeds(con, lists, cells(load_forms()), key)
    warehouse.set_as_of(con, as_of)
    warehouse.build(con, warehouse.discover())
    warehouse.create_macros(con)
