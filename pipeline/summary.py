"""The table at the end of a run."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.query import published, query

SQL = Path(__file__).with_name("summary.sql")


def run_table(settings: Settings, run_id: str) -> None:
    """Print what one run found, fetched, read and refused, and the version readers have."""
    with Archive(settings.archive_dir) as archive:
        run = next(row for row in archive.table("runs").to_dicts() if row["run_id"] == run_id)
        is_new = run["version"] in set(archive.table("published").filter(run_id=run_id)["version"])
    with published(settings.published_dir) as con:
        answer = query(con, SQL.read_text(encoding="utf-8"))
    totals = dict(zip(answer.columns, answer.rows[0], strict=True))
    seconds = (run["ended_at"] - run["started_at"]).total_seconds()
    table = Table(title=f"{run['portals']}: {run['years']}", show_header=False, title_justify="left")
    table.add_row("requests", f"{run['request_count']:,}", f"not modified {run['not_modified_count']:,}")
    table.add_row("bodies fetched", f"{run['body_count']:,}", f"{run['byte_count'] / 1e6:,.1f} MB")
    table.add_row(
        "documents extracted", f"{run['extracted_count']:,}", f"unreadable {run['refused_count']:,}"
    )
    for label, key, note in (
        (
            "reports found",
            "found",
            f"{totals['agencies']:,} agencies, {totals['first_year']}–{totals['last_year']}",
        ),
        ("… read", "read", f"{totals['cells']:,} cells, {totals['figures']:,} figures"),
        ("… in part or refused", "refused", "a table that cannot be trusted is not guessed"),
        ("reports missing", "missing", f"late {totals['late']:,}"),
        ("findings", "findings", f"errors {totals['errors']:,}, warnings {totals['warnings']:,}"),
    ):
        table.add_row(label, f"{totals[key]:,}", note)
    table.add_row("version", run["version"] or "-", "new" if is_new else "unchanged: nothing new published")
    table.add_row("seconds", f"{seconds:,.1f}", "")
    Console().print(table)
