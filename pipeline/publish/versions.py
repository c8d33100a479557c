"""The versions of a published folder: listing, swapping `current`, rolling back, removing old ones.

A version is a folder `v-<12 hex of its content>`, with `-2`, `-3` … where its content comes again.
`current` is a relative link to one of them, replaced in one step. `state.json` remembers which versions were
rolled back (the next night must not bring them up again by itself) and when a version ceased to be current.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from pipeline.errors import NothingPublishedError, PublishError
from pipeline.publish.files import check_sums, flush, publishing_lock, remove_tree

CURRENT = "current"
MANIFEST = "datapackage.json"
KEEP_YOUNGER_THAN = timedelta(minutes=10)
MIN_KEPT = 3
_NAME = re.compile(r"v-[0-9a-f]{12}(-\d+)?")


class History(Protocol):
    """Who remembers versions for ever; the archive's catalogue does."""

    def record_published(
        self, version: str, content_sha256: str, run_id: str | None, at: datetime
    ) -> None: ...

    def remove_published(self, version: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Version:
    """One published version. `published_at` is UTC; `row_count` is that of all its tables together."""

    name: str
    path: Path
    sequence: int
    published_at: datetime
    run_id: str | None
    content_sha256: str
    previous: str | None
    table_count: int
    row_count: int
    is_current: bool
    is_rolled_back: bool


@dataclass(frozen=True, slots=True)
class _State:
    rolled_back: frozenset[str] = frozenset()
    left_at: Mapping[str, datetime] = field(default_factory=dict)


def utc_now() -> datetime:
    """The present time, UTC."""
    return datetime.now(UTC)


def current_name(published_dir: Path) -> str | None:
    """The name of the version that readers get now, None before the first."""
    link = published_dir / CURRENT
    if link.is_symlink():
        return link.readlink().name
    if link.exists():
        raise PublishError(f"{link} is no link; move it away, then publish again")
    return None


def current_folder(published_dir: Path) -> Path:
    """The folder of the current version itself, not the link: two versions never share a path.

    Raises NothingPublishedError before the first version.
    """
    name = current_name(published_dir)
    folder = published_dir / (name or CURRENT)
    if not folder.is_dir():
        raise NothingPublishedError(f"nothing is published in {published_dir}; run `gongkai run` first")
    return folder.resolve()


def versions(published_dir: Path) -> tuple[Version, ...]:
    """The versions that are kept, newest first; empty before the first."""
    if not published_dir.is_dir():
        return ()
    current = current_name(published_dir)
    rolled_back = _read_state(published_dir).rolled_back
    found = [
        _read_version(path, current, rolled_back)
        for path in published_dir.iterdir()
        if _NAME.fullmatch(path.name) and path.is_dir()
    ]
    kept = [version for version in found if version is not None]
    return tuple(sorted(kept, key=lambda version: version.sequence, reverse=True))


def find_version(published_dir: Path, name: str) -> Version:
    """The kept version of that name, of `current`, or of a unique beginning; else PublishError."""
    kept = versions(published_dir)
    if not kept:
        raise NothingPublishedError(f"nothing is published in {published_dir}; run `gongkai run` first")
    exact = [version for version in kept if version.name == name or (name == CURRENT and version.is_current)]
    matches = exact or [version for version in kept if version.name.startswith(name)]
    if len(matches) != 1:
        problem = "is not kept" if not matches else "is ambiguous"
        raise PublishError(
            f"version {name} {problem}; kept are {', '.join(version.name for version in kept)}"
        )
    return matches[0]


def rollback(published_dir: Path, version: str | None = None, *, now: datetime | None = None) -> Version:
    """Point `current` at `version`, or at the one before the current; its files are checked first.

    Newer versions count as rolled back: their content is not published again unless forced.
    Raises PublishError where there is no such version or its files are damaged.
    """
    with publishing_lock(published_dir):
        target = find_version(published_dir, version) if version else _one_before(published_dir)
        check_sums(target.path)
        newer = {other.name for other in versions(published_dir) if other.sequence > target.sequence}
        _write_state(published_dir, replace(_read_state(published_dir), rolled_back=frozenset(newer)))
        swap(published_dir, target.name, now or utc_now())
    return replace(target, is_current=True, is_rolled_back=False)


def _one_before(published_dir: Path) -> Version:
    current = find_version(published_dir, CURRENT)
    older = [version for version in versions(published_dir) if version.sequence < current.sequence]
    if not older:
        raise PublishError(f"{current.name} is the oldest version kept; there is nothing to roll back to")
    return older[0]


def swap(published_dir: Path, name: str, now: datetime) -> None:
    """Make `name` the current version in one step; the caller holds the lock."""
    before = current_name(published_dir)
    if before == name:
        return
    if before is not None:
        state = _read_state(published_dir)
        _write_state(published_dir, replace(state, left_at={**state.left_at, before: now}))
    link = published_dir / f"{CURRENT}.tmp-{os.getpid()}"
    link.symlink_to(name, target_is_directory=True)
    link.replace(published_dir / CURRENT)
    flush(published_dir)


def prune(published_dir: Path, keep: int, now: datetime, history: History | None = None) -> tuple[str, ...]:
    """Remove all but the newest `keep` versions and the current one; returns the names of those removed.

    A version is left alone for ten minutes after it was published and after it ceased to be current.
    """
    left_at = _read_state(published_dir).left_at
    removed = []
    for version in versions(published_dir)[keep:]:
        last_seen = max(version.published_at, left_at.get(version.name, version.published_at))
        if version.is_current or now - last_seen < KEEP_YOUNGER_THAN:
            continue
        remove_tree(version.path)
        if history is not None:
            history.remove_published(version.name, now)
        removed.append(version.name)
    _forget_removed(published_dir)
    return tuple(removed)


def _read_version(path: Path, current: str | None, rolled_back: frozenset[str]) -> Version | None:
    """One version's manifest; None where a publisher removed the folder while we looked."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        release = manifest["release"]
        return Version(
            name=path.name,
            path=path.resolve(),
            sequence=release["sequence"],
            published_at=datetime.fromisoformat(release["published_at"]),
            run_id=release["run_id"],
            content_sha256=release["content_sha256"],
            previous=release["previous"],
            table_count=len(release["tables"]),
            row_count=sum(release["tables"].values()),
            is_current=path.name == current,
            is_rolled_back=path.name in rolled_back,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        if not path.exists():
            return None
        raise PublishError(
            f"{path.name}/{MANIFEST} cannot be read ({error}); move that folder away"
        ) from error


def _read_state(published_dir: Path) -> _State:
    path = published_dir / "state.json"
    if not path.is_file():
        return _State()
    stored = json.loads(path.read_text(encoding="utf-8"))
    left_at = {name: datetime.fromisoformat(at) for name, at in stored["left_at"].items()}
    return _State(frozenset(stored["rolled_back"]), left_at)


def _write_state(published_dir: Path, state: _State) -> None:
    left_at = {name: at.isoformat() for name, at in sorted(state.left_at.items())}
    text = json.dumps({"rolled_back": sorted(state.rolled_back), "left_at": left_at}, indent=1)
    new = published_dir / f"state.json.tmp-{os.getpid()}"
    new.write_text(text + "\n", encoding="utf-8")
    flush(new)
    new.replace(published_dir / "state.json")


def _forget_removed(published_dir: Path) -> None:
    """Drop removed versions from the state, so that it does not grow for ever."""
    state = _read_state(published_dir)
    kept = {version.name for version in versions(published_dir)}
    left_at = {name: at for name, at in state.left_at.items() if name in kept}
    slim = _State(state.rolled_back & kept, left_at)
    if slim != state:
        _write_state(published_dir, slim)
