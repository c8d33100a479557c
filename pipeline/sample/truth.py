"""The truth as Parquet: reports, cells, figures, faults and pages; for measuring only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from pipeline.sample.city import City
from pipeline.sample.content import Content, make_content
from pipeline.sample.fault_truth import FaultRow, portal_faults, report_faults
from pipeline.sample.faults import BY_NAME
from pipeline.sample.report import LOCAL_TABLE, MissingReport, Report
from pipeline.sample.site import build_pages
from pipeline.sample.spec import BASE_URL

Row = dict[str, Any]
BATCH = 500  # reports whose cells are in memory at a time

REPORTS = {
    "url": pl.String,
    "document_url": pl.String,
    "docid": pl.Int64,
    "agency_name": pl.String,
    "agency_id": pl.String,
    "report_year": pl.Int32,
    "report_scope": pl.String,
    "form_t2": pl.String,
    "form_t3": pl.String,
    "form_t4": pl.String,
    "layout": pl.String,
    "format": pl.String,
    "encoding": pl.String,
    "title": pl.String,
    "listing_title": pl.String,
    "title_year": pl.Int32,
    "published_on": pl.Date,
    "due_on": pl.Date,
    "status": pl.String,
    "is_correction": pl.Boolean,
    "version_no": pl.Int32,
    "is_readable": pl.Boolean,
    "is_canonical": pl.Boolean,
    "expected_refused_parts": pl.List(pl.String),
    "fault": pl.String,
}
CELLS = {
    "url": pl.String,
    "version_no": pl.Int32,
    "cell_code": pl.String,
    "printed": pl.String,
    "value": pl.Float64,
    "semantic": pl.String,
    "filled": pl.Float64,
    "unit": pl.String,
}
FIGURES = {
    "url": pl.String,
    "version_no": pl.Int32,
    "measure": pl.String,
    "channel": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "qualifier": pl.String,
    "expectation": pl.String,
    "sentence": pl.String,
}
FAULTS = {
    "url": pl.String,
    "version_no": pl.Int32,
    "agency_id": pl.String,
    "report_year": pl.Int32,
    "kind": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "cell_codes": pl.List(pl.String),
    "left": pl.Float64,
    "right": pl.Float64,
    "delta": pl.Float64,
    "note": pl.String,
    "is_required": pl.Boolean,
}
PAGES = {"url": pl.String, "kind": pl.String, "content_type": pl.String, "report_url": pl.String}
Schema = dict[str, Any]


def refused_parts(report: Report) -> tuple[str, ...]:
    """Parts of a report that cannot be read and must be refused (t2, t3, t4, narrative, document)."""
    return BY_NAME[report.fault].refused if report.fault else ()


def is_readable(report: Report) -> bool:
    """Whether a reader finds a cell with a code in it (in scans with OCR, in .doc with LibreOffice)."""
    tables = {"t2", "t3", "t4"} - set(refused_parts(report))
    return report.forms[1] != LOCAL_TABLE and bool(tables)


def write_truth(city: City, folder: Path) -> None:
    """Writes reports, cells, figures, faults and pages as `<name>.parquet` into `folder`.

    `version_no` counts the changes under one address: 1 + the night's revisions; values are those of the
    city's night. `figures.expectation` is required, optional or forbidden (a number that is no such figure).
    """
    folder.mkdir(parents=True, exist_ok=True)
    corrected = {report.key[:2] for report in city.reports if report.is_correction}
    rows = [_report_row(report, report.key[:2] in corrected) for report in city.reports]
    rows += [_missing_row(gone) for gone in city.missing]
    _frame(rows, REPORTS).write_parquet(folder / "reports.parquet")
    pages = [
        {
            "url": BASE_URL + path,
            "kind": page.kind,
            "content_type": page.content_type,
            "report_url": page.report.url if page.report is not None else None,
        }
        for path, page in build_pages(city).items()
    ]
    _frame(pages, PAGES).write_parquet(folder / "pages.parquet")
    _write_contents(city, folder)


def _write_contents(city: City, folder: Path) -> None:
    """Cells, figures and faults, a batch of reports at a time."""
    faults = [_fault_row(fault) for fault in portal_faults(city)]
    empty = {"cells": _frame([], CELLS).to_arrow(), "figures": _frame([], FIGURES).to_arrow()}
    with (
        pq.ParquetWriter(folder / "cells.parquet", empty["cells"].schema) as cell_file,
        pq.ParquetWriter(folder / "figures.parquet", empty["figures"].schema) as figure_file,
    ):
        for start in range(0, len(city.reports), BATCH):
            contents = [
                make_content(city.spec.seed, city.model, report)
                for report in city.reports[start : start + BATCH]
                if report.fault != "block_page"
            ]
            cell_file.write_table(_frame(_cell_rows(contents), CELLS).to_arrow())
            figure_file.write_table(_frame(_figure_rows(contents), FIGURES).to_arrow())
            faults += [_fault_row(fault) for c in contents for fault in report_faults(city, c.report, c)]
    faults += [_fault_row(fault) for fault in _blocked(city)]
    _frame(faults, FAULTS).write_parquet(folder / "faults.parquet")


def _blocked(city: City) -> Iterable[FaultRow]:
    for report in city.reports:
        if report.fault == "block_page":
            yield FaultRow(
                report.url,
                1,
                report.agency.agency_id,
                report.year,
                "block_page",
                "BLOCK_PAGE",
                "error",
                note=BY_NAME["block_page"].note,
            )


def _frame(rows: Iterable[Row], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema)


def _report_row(report: Report, was_corrected: bool) -> Row:
    return {
        "url": report.url,
        "document_url": report.document_url,
        "docid": report.docid,
        "agency_name": report.agency.name,
        "agency_id": report.agency.agency_id,
        "report_year": report.year,
        "report_scope": report.agency.scope,
        "form_t2": report.forms[0],
        "form_t3": report.forms[1],
        "form_t4": report.forms[2],
        "layout": report.style_name,
        "format": report.style.format,
        "encoding": report.style.encoding,
        "title": report.title,
        "listing_title": report.listing_title,
        "title_year": report.title_year,
        "published_on": report.published_on,
        "due_on": report.due_on,
        "status": report.status,
        "is_correction": report.is_correction,
        "version_no": 1 + report.revision,
        "is_readable": is_readable(report),
        "is_canonical": report.is_correction or not was_corrected,
        "expected_refused_parts": list(refused_parts(report)),
        "fault": report.fault,
    }


def _missing_row(gone: MissingReport) -> Row:
    agency = gone.agency
    return {
        "agency_name": agency.name,
        "agency_id": agency.agency_id,
        "report_year": gone.year,
        "report_scope": agency.scope,
        "due_on": gone.due_on,
        "status": "missing",
        "is_readable": False,
        "is_canonical": False,
        "is_correction": False,
        "expected_refused_parts": [],
        "fault": "missing",
    }


def _cell_rows(contents: Iterable[Content]) -> Iterable[Row]:
    for content in contents:
        url, version = content.report.url, 1 + content.report.revision
        for cell in content.cells:
            yield {
                "url": url,
                "version_no": version,
                "cell_code": cell.code,
                "printed": cell.text,
                "value": cell.value,
                "semantic": cell.semantic,
                "filled": cell.filled,
                "unit": cell.unit,
            }


def _figure_rows(contents: Iterable[Content]) -> Iterable[Row]:
    for content in contents:
        url, version = content.report.url, 1 + content.report.revision
        for figure in content.prose.stated:
            yield {
                "url": url,
                "version_no": version,
                "measure": figure.measure,
                "channel": figure.channel,
                "value": figure.value,
                "unit": figure.unit,
                "qualifier": figure.qualifier,
                "expectation": figure.expectation,
                "sentence": figure.sentence,
            }


def _fault_row(fault: FaultRow) -> Row:
    return {
        "url": fault.url,
        "version_no": fault.version_no,
        "agency_id": fault.agency_id,
        "report_year": fault.report_year,
        "kind": fault.kind,
        "rule": fault.rule,
        "severity": fault.severity,
        "cell_codes": list(fault.cell_codes),
        "left": fault.left,
        "right": fault.right,
        "delta": fault.delta,
        "note": fault.note,
        "is_required": fault.is_required,
    }
