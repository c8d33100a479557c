"""What stands now: a failed run, an old version, new critical findings, a portal that broke.

Read from the catalogue and the published version only, so that it can be asked while a run writes.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.errors import NothingPublishedError
from pipeline.notify.model import Alert
from pipeline.query import published

NEW_ERRORS = Path(__file__).with_name("new_errors.sql")
RECENT = timedelta(days=14)  # an alert that cannot be delivered for longer is given up
SHOWN = 5


def standing(settings: Settings, archive: Archive, at: datetime) -> list[Alert]:
    """Every alert that holds at this moment, told or not."""
    runs = archive.table("runs").to_dicts()
    return [
        *_failure(runs),
        *_stale(runs, timedelta(hours=settings.alert_stale_hours), at),
        *_portals(archive.table("crawl_findings").to_dicts()),
        *_findings(settings, at),
    ]


def _failure(runs: list[dict[str, Any]]) -> Iterator[Alert]:
    ended = [run for run in runs if run["status"] != "running"]
    if ended and ended[-1]["status"] == "failed":
        run = ended[-1]
        message = str(run["message"] or "no message")
        lines = (f"{run['portals']} ({run['years']}), {_minute(run['ended_at'])} UTC", message)
        yield Alert("failure", "failure", "运行失败 run failed", lines, cause=_cause(message))


def note_failure(
    archive: Archive, run_id: str, message: str, at: datetime | None = None
) -> tuple[Alert, ...]:
    """What an orchestrator saw of a run's end: closes the record of a run that was killed.

    A run that is not on record could not even start; that is returned as an alert of its own.
    """
    known = {row["run_id"]: row["status"] for row in archive.table("runs").to_dicts()}
    if known.get(run_id) == "running":
        archive.end_run(run_id, "failed", at or datetime.now(UTC), message=message)
    if run_id in known:
        return ()
    title = "运行无法开始 run could not start"
    return (Alert(f"start:{_cause(message)}", "failure", title, (message,), lasting=False),)


def _cause(message: str) -> str:
    """The same for the same trouble, whatever figures and names of documents stand in the message."""
    return hashlib.sha256(re.sub(r"\b[0-9a-f]{6,}\b|\d+", "#", message).encode()).hexdigest()[:12]


def _stale(runs: list[dict[str, Any]], limit: timedelta, at: datetime) -> Iterator[Alert]:
    good = [run["ended_at"].replace(tzinfo=UTC) for run in runs if run["status"] == "succeeded"]
    last = max(good, default=None)
    first = runs[0]["started_at"].replace(tzinfo=UTC) if runs else at
    if at - (last or first) > limit:
        told = f"last success {_minute(last)} UTC" if last else f"none since {_minute(first)} UTC"
        hours = f"{limit.total_seconds() / 3600:g}"
        yield Alert(
            "stale", "stale", f"数据已超过 {hours} 小时未更新 no successful run for {hours} h", (told,)
        )


def _portals(findings: list[dict[str, Any]]) -> Iterator[Alert]:
    """One alert for each portal and rule; ten times as many addresses are told again."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in findings:
        if one["resolved_at"] is None and one["severity"] == "error":
            groups[one["portal"], one["rule"]].append(one)
    for (portal, rule), found in sorted(groups.items()):
        lines = [f"{one['url']}: {one['message']}" for one in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"… {len(found) - SHOWN} more")
        title = f"门户异常 portal {portal}: {rule} ({len(found)})"
        yield Alert(f"portal:{portal}:{rule}", "portal", title, tuple(lines), level=len(str(len(found))))


def _findings(settings: Settings, at: datetime) -> Iterator[Alert]:
    """One alert for the findings of one night, which share the moment they were first seen."""
    since = (at - RECENT).astimezone(UTC).replace(tzinfo=None)
    try:
        with published(settings.published_dir) as con:
            rows = con.execute(NEW_ERRORS.read_text(encoding="utf-8"), {"since": since}).fetchall()
    except NothingPublishedError:
        return
    except duckdb.Error:  # a version published by an older release, with other columns
        return
    for first_seen_at, count, examples in rows:
        more = (f"… {count - SHOWN} more",) if count > SHOWN else ()
        title = f"新发现 {count} 个严重问题 {count} new critical findings"
        key = f"findings:{first_seen_at.isoformat()}"
        yield Alert(key, "finding", title, (*examples, *more), lasting=False)


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "?"
