"""What the tests of alerts share: what a receiver got, and runs on record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from pipeline.archive import Archive, Run

NIGHT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@dataclass
class Receiver:
    """What was posted, and what is answered."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'


def record_run(archive: Archive, run_id: str, at: datetime, message: str | None = None) -> None:
    """One run that began and ended at `at`; with a message it failed."""
    archive.start_run(Run(run_id, "sample", "due", date(2026, 3, 2)), at)
    archive.end_run(run_id, "failed" if message else "succeeded", at, message=message)
