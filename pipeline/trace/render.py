"""A trace for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.query import plain_text
from pipeline.trace import Trace, TracedReport

_SAID_ABOVE = {"metric", "document_sha256", "url"}  # of the lineage's columns
_DIGITS = re.compile(r"[0-9]+")
_SEVERITY_STYLES = {"error": "bold red", "warn": "yellow"}


def print_trace(found: Trace, console: Console) -> None:
    """Print every report of a trace: its way, its metrics, its cells with their positions, its findings."""
    for report in found.reports:
        console.rule(plain_text(f"{found.agency.name} {found.year} · {report.scope}"))
        console.print(_way(found, report))
        if report.metrics and found.cell is None:
            rows = [(m.metric, m.value, m.numerator, m.denominator) for m in report.metrics]
            console.print(_table("metrics", ("metric", "value", "numerator", "denominator"), rows))
        if found.metric is None:
            console.print(_cells(report))
        console.print(_findings(report))
    if found.metric is not None:
        console.print(_lineage(found))


def _way(found: Trace, report: TracedReport) -> Table:
    grid = Table.grid(padding=(0, 2))
    forms = "  ".join(f"{part}={form}" for part, form in report.forms.items() if form) or "none recognised"
    facts = [
        ("agency", f"{found.agency.name} ({found.agency.agency_id})"),
        ("report", report.report_id),
        ("status", report.status),
        ("url", report.url or "-"),
        ("sha256", report.sha256),
        ("archive", str(report.archive_path or "-")),
        ("forms", forms),
    ]
    for name, value in facts:
        grid.add_row(Text(name, style="bold"), plain_text(value))
    return grid


def _cells(report: TracedReport) -> Table:
    rows = [
        (c.source_cell, c.cell_code, c.label_zh, c.value_raw, c.filled, c.unit, c.fill_rule or c.semantic)
        for c in report.cells
    ]
    header = ("source", "cell", "标签", "printed", "value", "unit", "how")
    return _table(f"{len(rows)} cells", header, rows)


def _lineage(found: Trace) -> Table:
    """In the order of the page, each cell with its label; without columns that say the same in every row."""
    names = found.lineage_columns
    place, source = names.index("place"), names.index("source")
    labels = {cell.cell_code: cell.label_zh for report in found.reports for cell in report.cells}
    ordered = sorted(found.lineage, key=lambda row: [int(part) for part in _DIGITS.findall(str(row[place]))])
    shown = [index for index, name in enumerate(names) if name not in _SAID_ABOVE]
    shown = [index for index in shown if index != place and not _says_nothing(names[index], ordered, index)]
    header = ["place", "标签", *(names[index] for index in shown)]
    rows = [[row[place], labels.get(row[source]), *(row[index] for index in shown)] for row in ordered]
    return _table(f"cells behind {found.metric}", header, rows)


def _says_nothing(name: str, rows: Sequence[Sequence[Any]], index: int) -> bool:
    """A column of blanks, of weights of one, or of the one report."""
    values = {row[index] for row in rows}
    return (
        values <= {None} or (name == "weight" and values == {1}) or (name == "report_id" and len(values) == 1)
    )


def _findings(report: TracedReport) -> Table | Text:
    if not report.findings:
        return Text("no findings")
    table = Table(title=f"{len(report.findings)} findings", title_justify="left")
    for name in ("severity", "rule", "whose mistake", "what", "cells"):
        table.add_column(name, overflow="fold")
    for finding in report.findings:
        severity = Text(finding.severity, style=_SEVERITY_STYLES.get(finding.severity, ""))
        rest = (finding.rule, finding.fault, finding.message, " ".join(finding.source_cells))
        table.add_row(severity, *map(plain_text, rest))
    return table


def _table(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    table = Table(title=plain_text(title), title_justify="left")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(plain_text("" if value is None else _number(value)) for value in row))
    return table


def _number(value: Any) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)
