"""Bytes of one file to everything that can be read out of them, and that as JSON."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import GongkaiError
from pipeline.extract import Limits, extract, format_of
from pipeline.forms import load_forms
from pipeline.identify import identify, is_multiple
from pipeline.narrative import read as read_prose
from pipeline.normalise import normalise
from pipeline.records import Document, Finding, PartStatus, Reading, Report
from pipeline.validate import validate

PACKAGE = Path(__file__).parent
STAGES = ("forms", "identify", "narrative", "normalise", "validate")
NO_REPORT = (
    "NOT_A_REPORT",
    "BLOCK_PAGE",
    "COVER_PAGE",
)  # findings for which nothing at all can be taken from a document
ABSENT = ("MISSING_TABLE", "IMAGE_TABLE")
SHARED = ("__init__", "encoding", "grid")  # modules of extract/ that every format uses
# which modules of extract/ a format uses, by the beginning of their names
FAMILIES = {
    "html": ("html", "text_"),
    "text": ("text", "html"),
    "pdf": ("pdf", "page", "scan"),
    "scan": ("pdf", "page", "scan"),
    "docx": ("docx", "ooxml"),
    "doc": ("doc", "ole", "ooxml", "sandbox", "soffice", "word"),
    "xlsx": ("xlsx", "ooxml", "ole", "sandbox", "soffice"),
}


def read(sha256: str, content: bytes, limits: Limits | None = None) -> Reading:
    """Read one file. Raises ExtractError where it cannot be read at all."""
    forms = load_forms()
    document = extract(sha256, content, limits)
    report = identify(document)
    normalised = normalise(document, forms, is_multiple(document))
    narrative = read_prose(document, report)
    findings, checks = validate(
        document, report, normalised.parts, normalised.observations, narrative, forms, normalised.clean
    )
    return Reading(
        document,
        report,
        normalised.parts,
        normalised.observations,
        narrative.figures,
        _fair(report, (*normalised.findings, *findings)),
        checks,
    )


def _fair(report: Report, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What is no report lacks no tables: its parts stay refused, but that is nobody's mistake."""
    if report.is_report:
        return findings
    return tuple(
        replace(one, severity="info", fault="unknown") if one.rule in ABSENT else one for one in findings
    )


def refuse(sha256: str, problem: GongkaiError) -> Reading:
    """The reading of a file that cannot be read: nothing but the reason."""
    document = Document(sha256, "unknown", "", problems=(str(problem),))
    report = Report(
        document_sha256=sha256,
        title=None,
        agency=None,
        report_year=None,
        title_year=None,
        period_year=None,
        issuer=None,
        index_no=None,
        metadata_date=None,
        signature_date=None,
        is_correction=False,
        is_companion=False,
        is_aggregate=False,
        is_report=False,
    )
    rule = "UNREADABLE_" + type(problem).__name__.removesuffix("Error").upper()
    finding = Finding(sha256, rule, "error", "refused", "document", str(problem))
    return Reading(document, report, (), (), (), (finding,), ())


@lru_cache(maxsize=32)
def reader_version(name: str = "") -> str:
    """A hash that changes when reading could give something else.

    It covers the source of every stage and the forms; with a format's name (`format_of`) only that format's
    extractor, so that a better PDF reader does not make every page be read again.
    """
    digest = hashlib.sha256()
    prefixes = FAMILIES.get(name)
    files = [PACKAGE / "reading.py", PACKAGE / "records.py"]
    for stage in STAGES:
        files += (PACKAGE / stage).rglob("*")
    for path in (PACKAGE / "extract").rglob("*"):
        module = path.relative_to(PACKAGE / "extract").parts[0]
        if prefixes is None or module.split(".")[0] in SHARED or module.startswith(prefixes):
            files.append(path)
    for path in sorted(files):
        if path.suffix in (".py", ".toml", ".xcu"):
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def version_for(content: bytes) -> str:
    """The reader's version for these bytes: of their format only."""
    return reader_version(format_of(content))


def to_json(reading: Reading) -> dict[str, Any]:
    """One JSON object: head data, form a part, cells, figures, findings, refusals."""
    return {
        "title": reading.report.title,
        "agency": reading.report.agency,
        "report_year": reading.report.report_year,
        "forms": _forms(reading.parts),
        "cells": [
            {
                "cell_code": one.cell_code,
                "value": _number(one.value),
                "value_raw": one.value_raw,
                "semantic": one.semantic,
                "unit": one.unit,
                "filled": _number(one.filled),
                "fill_rule": one.fill_rule,
                "source": one.source_cell,
            }
            for one in reading.observations
        ],
        "figures": [
            {
                "measure": figure.measure,
                "channel": figure.channel,
                "value": _number(figure.value),
                "unit": figure.unit,
                "qualifier": figure.qualifier,
                "snippet": figure.snippet,
                "span": list(figure.span),
            }
            for figure in reading.figures
        ],
        "findings": [
            {"rule": finding.rule, "severity": finding.severity, "message": finding.message}
            for finding in reading.findings
            if finding.status != "refused" or finding.severity != "error"
        ],
        "refused": _refused(reading),
    }


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _forms(parts: tuple[PartStatus, ...]) -> dict[str, str | None]:
    """The form of table 2, 3 and 4; the table of 2014–2018 stands for all three."""
    forms = {part.part: part.form_id for part in parts}
    whole = forms.get("s")
    return {name: forms.get(name) or whole for name in ("t2", "t3", "t4")}


def _refused(reading: Reading) -> list[dict[str, str]]:
    """Every part that is not given, once, with its reason."""
    reasons: dict[str, str] = {}
    for finding in reading.findings:
        if finding.status == "refused":
            for part in ("t2", "t3", "t4") if finding.part == "s" else (finding.part,):
                reasons.setdefault(part, finding.message)
    whole = next((one.message for one in reading.findings if one.rule in NO_REPORT), None)
    if whole and {"t2", "t3", "t4"} <= reasons.keys():
        reasons.setdefault("document", whole)
    return [{"part": part, "reason": reason} for part, reason in reasons.items()]
