"""How things stand, at a glance: the version readers have, coverage, each portal's health, the next run.

Read from the archive's catalogue and the published version only, so that it answers while a run writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.errors import NothingPublishedError
from pipeline.publish import Version, find_version
from pipeline.query import plain_text, published, query

SQL = Path(__file__).with_name("status.sql")
CITY_TIME = ZoneInfo("Asia/Shanghai")
SHOWN = 5
ANSWERED = ("new", "changed", "unchanged", "not_modified")


@dataclass(frozen=True, slots=True)
class Coverage:
    """One report year: counts of reports."""

    report_year: int
    reports: int
    late: int
    missing: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class PortalHealth:
    """One portal: when it last answered and was last crawled well (UTC), and what is wrong with it."""

    portal: str
    last_answer: datetime | None
    last_success: datetime | None
    columns: int
    open_errors: int
    blocked: int  # addresses that met a block page and did not answer since
    worst: str | None  # the newest open error, one line


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run; `seconds` None while it goes on."""

    run_id: str
    portals: str
    started_at: datetime
    status: str
    seconds: float | None
    version: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything `gongkai status` tells. Times are UTC."""

    version: Version | None
    last_success: datetime | None
    coverage: tuple[Coverage, ...]
    portals: tuple[PortalHealth, ...]
    runs: tuple[RunLine, ...]  # newest first
    next_run: datetime


def read_status(settings: Settings, at: datetime | None = None) -> Status:
    """Look at catalogue and published version; nothing is written, no lock is taken."""
    moment = at or datetime.now(UTC)
    with Archive(settings.archive_dir) as archive:
        runs = archive.table("runs")
        portals = _portals(runs, archive)
    good = [row["ended_at"] for row in runs.to_dicts() if row["status"] == "succeeded"]
    return Status(
        _current(settings),
        _utc(max(good, default=None)),
        _coverage(settings),
        portals,
        tuple(_run_line(row) for row in runs.to_dicts()[: -SHOWN - 1 : -1]),
        next_run(settings.nightly_at, moment),
    )


def next_run(nightly_at: str, at: datetime) -> datetime:
    """The next `HH:MM` in the city after `at`, as UTC."""
    hour, minute = map(int, nightly_at.split(":"))
    local = at.astimezone(CITY_TIME)
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (due if due > local else due + timedelta(days=1)).astimezone(UTC)


def _current(settings: Settings) -> Version | None:
    try:
        return find_version(settings.published_dir, "current")
    except NothingPublishedError:
        return None


def _coverage(settings: Settings) -> tuple[Coverage, ...]:
    try:
        with published(settings.published_dir) as con:
            return tuple(Coverage(*row) for row in query(con, SQL.read_text(encoding="utf-8")).rows)
    except NothingPublishedError:
        return ()


def _portals(runs: pl.DataFrame, archive: Archive) -> tuple[PortalHealth, ...]:
    columns, findings = archive.table("portal_columns"), archive.table("crawl_findings")
    answers = archive.table("fetches").filter(pl.col("outcome").is_in(ANSWERED))
    names: set[str] = set(columns["portal"]) | set(findings["portal"])
    names |= {name for row in runs["portals"] for name in row.split(",")}
    found = []
    for name in sorted(names):
        open_errors = findings.filter(
            pl.col("portal") == name, pl.col("resolved_at").is_null(), pl.col("severity") == "error"
        ).sort("first_seen_at", "url", descending=True)
        good = [
            row["ended_at"]
            for row in runs.to_dicts()
            if row["status"] == "succeeded" and name in row["portals"].split(",")
        ]
        worst = open_errors.row(0, named=True) if len(open_errors) else None
        found.append(
            PortalHealth(
                name,
                _utc(answers.filter(portal=name)["fetched_at"].max()),
                _utc(max(good, default=None)),
                len(columns.filter(pl.col("portal") == name, pl.col("gone_at").is_null())),
                len(open_errors),
                len(open_errors.filter(rule="BLOCK_PAGE")),
                f"{worst['rule']}: {worst['message']}" if worst else None,
            )
        )
    return tuple(found)


def _run_line(row: dict[str, Any]) -> RunLine:
    seconds = (row["ended_at"] - row["started_at"]).total_seconds() if row["ended_at"] else None
    return RunLine(
        row["run_id"],
        row["portals"],
        row["started_at"].replace(tzinfo=UTC),
        row["status"],
        seconds,
        row["version"],
        row["message"],
    )


def _utc(at: Any) -> datetime | None:
    return at.replace(tzinfo=UTC) if at is not None else None


def show_status(status: Status, console: Console) -> None:
    """Print it."""
    console.print(Group(_head(status), _coverage_table(status), _portal_table(status), _run_table(status)))


def _head(status: Status) -> Table:
    table = Table.grid(padding=(0, 2))
    version = status.version
    told = (
        f"{version.name}, published {_minute(version.published_at)}" if version else "nothing published yet"
    )
    table.add_row("version", told)
    table.add_row("last success", _minute(status.last_success))
    running = [run for run in status.runs if run.status == "running"]
    if running:
        table.add_row("running", f"{running[0].portals} since {_minute(running[0].started_at)}")
    local = status.next_run.astimezone(CITY_TIME)
    table.add_row("next run", f"{local:%Y-%m-%d %H:%M} Beijing time, where schedule, timer or cron is on")
    return table


def _coverage_table(status: Status) -> Table:
    table = Table(
        "year", *("reports", "late", "missing", "unreadable"), title="coverage", title_justify="left"
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for one in status.coverage:
        numbers = (one.reports, one.late, one.missing, one.unreadable)
        table.add_row(str(one.report_year), *(f"{number:,}" for number in numbers))
    return table


def _portal_table(status: Status) -> Table:
    header = ("portal", "last answer", "last good run", "columns", "open errors", "blocked", "newest error")
    table = Table(*header, title="portals", title_justify="left")
    for one in status.portals:
        times = (_minute(one.last_answer), _minute(one.last_success))
        counts = (str(one.columns), str(one.open_errors), str(one.blocked))
        table.add_row(one.portal, *times, *counts, plain_text(one.worst or ""))
    return table


def _run_table(status: Status) -> Table:
    header = ("started", "portals", "status", "seconds", "version", "message")
    table = Table(*header, title="last runs", title_justify="left")
    for run in status.runs:
        seconds = f"{run.seconds:,.1f}" if run.seconds is not None else ""
        cells: Iterable[str | Text] = (run.portals, run.status, seconds, run.version or "")
        table.add_row(_minute(run.started_at), *cells, plain_text(run.message or ""))
    return table


def _minute(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "never"
