"""How things stand, read while somebody else writes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from pipeline.archive import Archive, CrawlFinding, Run
from pipeline.config import Settings
from pipeline.status import next_run, read_status, show_status

NIGHT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def shown(settings: Settings) -> str:
    console = Console(width=160, file=StringIO(), record=True)
    show_status(read_status(settings, NIGHT), console)
    return console.export_text()


def test_nothing_yet(settings: Settings) -> None:
    status = read_status(settings, NIGHT)
    assert (status.version, status.last_success, status.coverage, status.portals) == (None, None, (), ())
    assert "nothing published yet" in shown(settings)
    assert "never" in shown(settings)


def test_runs_and_portals_come_from_the_catalogue(settings: Settings) -> None:
    with Archive(settings.archive_dir) as archive:
        archive.start_run(Run("r1", "nxgy,yzh", "due", date(2026, 2, 28)), NIGHT - 48 * HOUR)
        archive.end_run("r1", "succeeded", NIGHT - 47 * HOUR, version="v-1")
        archive.start_run(Run("r2", "nxgy", "due", date(2026, 3, 1)), NIGHT - 24 * HOUR)
        archive.end_run("r2", "failed", NIGHT - 23 * HOUR, message="disk [full]")
        archive.record_finding(CrawlFinding("nxgy", "http://a/1", "BLOCK_PAGE", "error", "firewall"), NIGHT)
        archive.record_finding(CrawlFinding("nxgy", "http://a/2", "HTTP_STATUS", "error", "HTTP 500"), NIGHT)
        archive.record_finding(CrawlFinding("nxgy", "http://a/3", "COLUMN_TEMPLATE", "warn", "other"), NIGHT)
        archive.record_finding(CrawlFinding("yzh", "http://b/1", "BLOCK_PAGE", "error", "firewall"), NIGHT)
        archive.resolve_findings("yzh", "http://b/1", NIGHT, frozenset({"BLOCK_PAGE"}))
    status = read_status(settings, NIGHT)
    assert status.last_success == NIGHT - 47 * HOUR
    assert [(run.run_id, run.status, run.seconds) for run in status.runs] == [
        ("r2", "failed", 3600.0),
        ("r1", "succeeded", 3600.0),
    ]
    assert [(one.portal, one.open_errors, one.blocked, one.last_success) for one in status.portals] == [
        ("nxgy", 2, 1, NIGHT - 47 * HOUR),
        ("yzh", 0, 0, NIGHT - 47 * HOUR),
    ]
    assert "disk [full]" in shown(settings)


def test_it_answers_while_a_run_writes(settings: Settings) -> None:
    with duckdb.connect(str(settings.work_db)), Archive(settings.archive_dir) as writer:
        writer.start_run(Run("r1", "nxgy", "due", date(2026, 3, 1)), NIGHT)
        with writer.transaction():
            writer.note("half", "done")
            status = read_status(settings, NIGHT + HOUR)
    assert [(run.status, run.seconds) for run in status.runs] == [("running", None)]
    assert "running" in shown(settings)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NIGHT - HOUR, NIGHT),
        (NIGHT, NIGHT + 24 * HOUR),
        (NIGHT + HOUR, NIGHT + 24 * HOUR),
    ],
)
def test_the_next_run_is_the_next_half_past_two_in_beijing(at: datetime, expected: datetime) -> None:
    assert next_run("02:30", at) == expected
