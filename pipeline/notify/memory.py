"""What was told already, so that an alert comes once: one JSON object in the archive's catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from pipeline.archive import Archive
from pipeline.notify.model import Alert

NOTE = "alerts"
QUIET = timedelta(days=3)  # what ends and comes back within it is not told again


@dataclass(frozen=True, slots=True)
class Told:
    """One alert that was delivered: of what cause and level and when, and since when it has ended."""

    title: str
    cause: str
    level: int
    lasting: bool
    told_at: str
    ended_at: str | None = None

    @property
    def since(self) -> datetime:
        """When it was last told, begin or end."""
        return datetime.fromisoformat(self.ended_at or self.told_at)


def recall(archive: Archive) -> dict[str, Told]:
    """key -> what was told."""
    return {key: Told(**told) for key, told in json.loads(archive.noted(NOTE) or "{}").items()}


def remember(archive: Archive, change: Callable[[dict[str, Told]], dict[str, Told]]) -> None:
    """Change what is remembered in one transaction; nothing is written where nothing changed."""
    with archive.transaction():
        before = recall(archive)
        after = change(dict(before))
        if after != before:
            archive.note(
                NOTE, json.dumps({key: asdict(told) for key, told in after.items()}, ensure_ascii=False)
            )


def untold(standing: Iterable[Alert], told: dict[str, Told]) -> list[Alert]:
    """The alerts that nobody heard of yet, or that differ from what was heard."""
    return [alert for alert in standing if alert.key not in told or _is_news(alert, told[alert.key])]


def _is_news(alert: Alert, known: Told) -> bool:
    return alert.cause != known.cause or alert.level > known.level


def ended(standing: Iterable[Alert], told: dict[str, Told]) -> list[Alert]:
    """The end of each lasting alert that was told and stands no longer."""
    keys = {alert.key for alert in standing}
    return [
        Alert(key, "recovered", f"已恢复 over: {one.title}", lasting=False)
        for key, one in told.items()
        if one.lasting and one.ended_at is None and key not in keys
    ]


def noted(told: dict[str, Told], alert: Alert, at: datetime) -> dict[str, Told]:
    """After `alert` was delivered."""
    if alert.kind == "recovered":
        known = told.get(alert.key)
        return told | {alert.key: replace(known, ended_at=at.isoformat())} if known else told
    return told | {alert.key: Told(alert.title, alert.cause, alert.level, alert.lasting, at.isoformat())}


def aged(told: dict[str, Told], standing: Iterable[Alert], at: datetime) -> dict[str, Told]:
    """What need be remembered: what stands or has an end still to tell, and for a while what ended.

    So what comes back soon is not told again, unless it then stays.
    """
    keys = {alert.key for alert in standing}

    def is_kept(key: str, one: Told) -> bool:
        is_open = one.ended_at is None
        return (is_open and (one.lasting or key in keys)) or at - one.since < QUIET

    return {key: one for key, one in told.items() if is_kept(key, one)}
