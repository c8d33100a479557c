"""The sample portal's documents with their truth, as cases."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.expected import TABLES, Case, Expected, WantedCell, WantedFigure, WantedFinding
from pipeline.sample import SampleSpec, build, pages, write_truth

Row = dict[str, Any]
STATISTICS = "f2014_stat"
# findings that need a second report, the listing or the crawl: looked for in the warehouse
ACROSS_REPORTS = frozenset(
    {"T3_CARRY", "T2_STOCK", "T2_ITEMS", "LATE", "MISSING_REPORT", "DUP_DOC", "NEAR_DUP_TEXT", "BLOCK_PAGE"}
    | {"CONTENT_CHANGED"}
)
# pages of the portal that hold no report: no cell may be read out of them
OTHER_PAGES = ("not_a_report", "companion", "directory", "block_page", "news")


@dataclass(frozen=True, slots=True)
class Truth:
    """The sample's exported truth: one frame a Parquet file."""

    reports: pl.DataFrame
    cells: pl.DataFrame
    figures: pl.DataFrame
    faults: pl.DataFrame
    pages: pl.DataFrame


@dataclass(frozen=True, slots=True)
class SampleSet:
    """A generated portal: its truth, and every case to be read."""

    spec: SampleSpec
    truth: Truth
    cases: tuple[Case, ...]


def load_truth(folder: Path) -> Truth:
    """The truth that `write_truth` left in a folder."""
    names = ("reports", "cells", "figures", "faults", "pages")
    return Truth(*(pl.read_parquet(folder / f"{name}.parquet") for name in names))


def truth_of(spec: SampleSpec) -> Truth:
    """The truth of a spec, by way of its files."""
    with tempfile.TemporaryDirectory() as folder:
        write_truth(build(spec), Path(folder))
        return load_truth(Path(folder))


def sample_set(spec: SampleSpec) -> SampleSet:
    """Generate the portal of a spec: reports (pages or attachments), and the pages that are none."""
    truth = truth_of(spec)
    cells, figures, faults = (_by_url(frame) for frame in (truth.cells, truth.figures, truth.faults))
    cases: list[Case] = []
    for row in truth.reports.filter(pl.col("url").is_not_null()).iter_rows(named=True):
        if row["fault"] == "block_page":
            continue
        url, source = row["url"], row["document_url"]
        expected = _expected(row, cells.get(url, []), figures.get(url, []), faults.get(url, []))
        cases.append(Case(source, _kind(row), partial(page, spec, source), expected))
        if source != url:
            cases.append(Case(url, "other page", partial(page, spec, url), _no_report([])))
    for row in truth.pages.filter(pl.col("kind").is_in(OTHER_PAGES)).iter_rows(named=True):
        url = row["url"]
        cases.append(Case(url, "other page", partial(page, spec, url), _no_report(faults.get(url, []))))
    return SampleSet(spec, truth, tuple(cases))


@lru_cache(maxsize=1)
def _renderers(spec: SampleSpec) -> Mapping[str, Callable[[], bytes]]:
    return {url: render for url, _, render in pages(build(spec))}


def page(spec: SampleSpec, url: str) -> bytes:
    """The bytes at one address of a sample portal; made where they are read, rendering takes its time."""
    return _renderers(spec)[url]()


def _by_url(frame: pl.DataFrame) -> Mapping[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in frame.filter(pl.col("url").is_not_null()).iter_rows(named=True):
        rows.setdefault(row["url"], []).append(row)
    return rows


def _kind(report: Row) -> str:
    era = "2014 table" if report["form_t3"] == STATISTICS else "2019/2021"
    return f"{report['format']} {era}"


def _expected(report: Row, cells: list[Row], figures: list[Row], faults: list[Row]) -> Expected:
    refused = frozenset(report["expected_refused_parts"])
    forms = tuple(
        (part, _forms(part, report[f"form_{part}"]))
        for part in TABLES
        if part not in refused and report[f"form_{part}"]
    )
    return Expected(
        cells={row["cell_code"]: _cell(row) for row in _readable(cells, refused)},
        optional_cells={},
        figures=tuple(_figure(row) for row in figures),
        findings=tuple(_findings(faults)),
        refused=refused,
        forms=forms,
        titles=frozenset({report["title"]}) if report["title"] else frozenset(),
        agencies=_agency_names(report),
        years=frozenset({report["report_year"]}),
    )


def _forms(part: str, text: str) -> frozenset[str | None]:
    """The forms that are right: table 4 is the same in those of 2019 and 2021."""
    forms = frozenset(text.split("|"))
    return forms | {"f2019", "f2021"} if part == "t4" and text != STATISTICS else forms


def _agency_names(report: Row) -> frozenset[str | None]:
    """A government's title prints the bare name of the city or county."""
    name = report["agency_name"]
    is_government = report["report_scope"] == "government_aggregate"
    return frozenset({name, name.removesuffix("人民政府")} if is_government else {name})


def _readable(cells: list[Row], refused: frozenset[str]) -> Iterator[Row]:
    return (row for row in cells if row["cell_code"].partition(".")[0] not in refused)


def _cell(row: Row) -> WantedCell:
    filled = None if row["filled"] is None else (row["filled"],)
    return WantedCell(row["value"], filled, row["semantic"], row["unit"])


def _figure(row: Row) -> WantedFigure:
    qualifiers = frozenset((row["qualifier"] or "").split("|")) - {""}
    return WantedFigure(
        row["measure"], row["channel"], row["value"], row["unit"], qualifiers, row["expectation"]
    )


def _findings(faults: list[Row]) -> Iterator[WantedFinding]:
    for row in faults:
        if row["rule"] is not None and row["rule"] not in ACROSS_REPORTS:
            codes = frozenset(row["cell_codes"] or ())
            yield WantedFinding((row["rule"],), row["severity"], row["delta"], codes, row["is_required"])


def _no_report(faults: list[Row]) -> Expected:
    """A page without a report: no cells; NOT_A_REPORT and its like may be said of it."""
    anything = WantedFinding(("*",), is_required=False)
    return Expected(
        cells={},
        optional_cells={},
        findings=(*_findings(faults), anything),
        may_refuse=frozenset(TABLES),
        has_figures=False,
    )
