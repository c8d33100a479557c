"""Loads readings into raw.*, a batch at a time; loading a document again replaces it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import polars as pl
import pyarrow as pa

from pipeline.records import Finding, Reading
from pipeline.warehouse.fingerprints import OF_DOCUMENTS, note_changed
from pipeline.warehouse.frames import SCHEMAS
from pipeline.warehouse.transaction import transaction

AgencyKey = Callable[[str], str]
REPEATING = ("document_sha256", "cell_code", "semantic", "fill_rule", "source_cell")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A reading on its way into the warehouse: the portal it came from, its size, and what read it."""

    portal: str
    reading: Reading
    byte_count: int
    reader_version: str


def load_readings(
    con: duckdb.DuckDBPyConnection, batch: Iterable[Loaded], agency_key: AgencyKey | None = None
) -> int:
    """Load a batch of readings, replacing documents loaded before; returns how many there were.

    `agency_key` normalises names (default: `pipeline.identify.agency_key`).
    """
    items = list({item.reading.document.sha256: item for item in batch}.values())
    if not items:
        return 0
    key = agency_key or default_agency_key()
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in SCHEMAS}
    for item in items:
        _collect(rows, item, key)
    load_frames(con, {name: _frame(name, rows[name]) for name in SCHEMAS})
    return len(items)


def load_frames(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Load frames shaped like raw.*; the documents named in `frames["documents"]` are replaced."""
    with _one_thread(con), transaction(con):
        con.register("new_documents", frames["documents"].select("document_sha256"))
        known = con.sql(
            "select document_sha256 from raw.documents semi join new_documents using (document_sha256)"
        ).fetchall()
        for name, frame in frames.items():
            if known:
                con.execute(f"delete from raw.{name} where document_sha256 in (from new_documents)")
            con.register("new_rows", _compact(frame))
            con.execute(f"insert into raw.{name} by name select * from new_rows")
            con.unregister("new_rows")
        note_changed(con, OF_DOCUMENTS, "from new_documents")
        con.unregister("new_documents")


@contextmanager
def _one_thread(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let DuckDB insert with one thread: two take a third more CPU for batches of this size, in about the same time."""
    threads = con.sql("select current_setting('threads')").fetchall()[0][0]
    con.execute("set threads = 1")
    try:
        yield
    finally:
        con.execute(f"set threads = {threads}")


def _compact(frame: pl.DataFrame) -> pa.Table:
    """The frame as Arrow, repeating texts as dictionaries: half the time of copying 64 characters a cell."""
    repeating = [name for name in REPEATING if name in frame.columns]
    return frame.with_columns(pl.col(repeating).cast(pl.Categorical())).to_arrow()


def finding_id(scope: str, rule: str, part: str, key: str) -> str:
    """A finding's stable id: the same document (or address), rule, part and place give the same id."""
    return hashlib.sha256("\x1f".join((scope, rule, part, key)).encode()).hexdigest()[:16]


def default_agency_key() -> AgencyKey:
    """The project's normalisation of agency names; imported late, so that loading frames needs none."""
    from pipeline.identify import agency_key

    return agency_key


def _frame(name: str, rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMAS[name], orient="row")


def _collect(rows: dict[str, list[tuple[object, ...]]], item: Loaded, key: AgencyKey) -> None:
    reading = item.reading
    sha = reading.document.sha256
    rows["documents"].append(_document_row(item, key))
    rows["parts"].extend(
        (sha, p.part, p.form_id, p.status, p.reason, list(p.table_indexes)) for p in reading.parts
    )
    rows["observations"].extend(
        (
            sha,
            o.cell_code,
            o.value_raw,
            o.value,
            o.semantic,
            o.unit,
            o.filled,
            o.fill_rule,
            o.source_cell,
            o.row_label,
        )
        for o in reading.observations
    )
    rows["figures"].extend(
        (
            sha,
            f.measure,
            f.channel,
            f.value,
            f.unit,
            f.qualifier,
            *f.span,
            f.snippet,
            f.rule,
            f.confidence,
            f.scope,
        )
        for f in reading.figures
    )
    rows["rule_checks"].extend((sha, c.rule, c.held, c.broken, c.not_assessable) for c in reading.checks)
    rows["findings"].extend(_finding_rows(item.portal, sha, reading.findings))


def _document_row(item: Loaded, key: AgencyKey) -> tuple[object, ...]:
    document, report = item.reading.document, item.reading.report
    return (
        document.sha256,
        item.portal,
        document.format,
        document.encoding,
        item.byte_count,
        document.page_count,
        len(document.tables),
        document.picture_count,
        report.title,
        report.agency,
        (key(report.agency) or None) if report.agency else None,
        report.report_year,
        report.title_year,
        report.period_year,
        report.issuer,
        (key(report.issuer) or None) if report.issuer else None,
        report.index_no,
        report.metadata_date,
        report.signature_date,
        report.is_correction,
        report.is_companion,
        report.is_aggregate,
        report.is_report,
        document.prose,
        item.reader_version,
    )


def _finding_rows(portal: str, sha: str, findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    taken: set[str] = set()
    for finding in findings:
        place = finding.scope_key or ",".join((*finding.cell_codes, *finding.source_cells))
        name, again = finding_id(sha, finding.rule, finding.part, place), 1
        while name in taken:  # one rule twice at one place: told apart by their order in the document
            again += 1
            name = finding_id(sha, finding.rule, finding.part, f"{place}#{again}")
        taken.add(name)
        rows.append(
            (
                name,
                sha,
                finding.url,
                portal,
                finding.rule,
                finding.severity,
                finding.status,
                finding.part,
                finding.fault,
                finding.message,
                finding.left,
                finding.right,
                finding.delta,
                finding.tolerance,
                list(finding.cell_codes),
                list(finding.source_cells),
                finding.scope_key,
            )
        )
    return rows
