"""Copies of the archive: what was fetched cannot be fetched again, everything else is made from it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive import Archive, Verification
from pipeline.config import Settings
from pipeline.errors import ArchiveError

CATALOGUE = "catalogue.sqlite"
OBJECTS = "objects"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did: files new there, files there before, and the copy read back."""

    new: int
    held: int
    verified: Verification


def backup(settings: Settings, target: Path) -> Copied:
    """Copy catalogue and bytes into a folder, also while a run writes; files that are there are not copied again.

    The catalogue goes first: bytes are always stored before it names them. Raises ArchiveError where there is
    nothing to copy, or the copy does not hold.
    """
    if not (settings.archive_dir / CATALOGUE).is_file():
        raise ArchiveError(f"{settings.archive_dir}: no archive to back up; set GONGKAI_DATA_DIR")
    target.mkdir(parents=True, exist_ok=True)
    _snapshot(settings.archive_dir / CATALOGUE, target / CATALOGUE)
    return _copy_objects(settings.archive_dir, target)


def restore(settings: Settings, source: Path) -> Copied:
    """Copy a backup into an empty data directory; `gongkai rebuild` then makes the rest."""
    if not (source / CATALOGUE).is_file():
        raise ArchiveError(f"{source}: no backup, it holds no {CATALOGUE}")
    if (settings.archive_dir / CATALOGUE).exists():
        raise ArchiveError(
            f"{settings.archive_dir}: holds an archive already; restore into an empty directory"
        )
    settings.archive_dir.mkdir(parents=True, exist_ok=True)
    copied = _copy_objects(source, settings.archive_dir, check=False)
    _snapshot(source / CATALOGUE, settings.archive_dir / CATALOGUE)
    return Copied(copied.new, copied.held, _verified(settings.archive_dir))


def _snapshot(source: Path, target: Path) -> None:
    """SQLite's own online copy: one moment of the catalogue, whatever is written meanwhile."""
    scratch = target.with_name(f"{target.name}.tmp-{os.getpid()}")
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(scratch)) as new:
            old.backup(new)
            new.execute("pragma journal_mode = delete").fetchall()
        scratch.replace(target)
    except sqlite3.Error as error:
        raise ArchiveError(f"{source}: cannot be copied ({error})") from error
    finally:
        scratch.unlink(missing_ok=True)


def _copy_objects(source: Path, target: Path, *, check: bool = True) -> Copied:
    new = held = 0
    for path in _files(source / OBJECTS):
        there = target / OBJECTS / path.parent.name / path.name
        if there.exists():
            held += 1
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        scratch = target / f"{path.name}.tmp-{os.getpid()}"
        shutil.copy2(path, scratch)
        scratch.replace(there)
        new += 1
    return Copied(new, held, _verified(target) if check else Verification(new + held, 0, (), ()))


def _files(folder: Path) -> Iterator[Path]:
    for part in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        yield from sorted(part.iterdir())


def _verified(folder: Path) -> Verification:
    with Archive(folder) as archive:
        verified = archive.verify()
    if not verified.is_whole:
        bad = (*verified.damaged, *verified.missing)
        raise ArchiveError(
            f"{folder}: {len(verified.damaged)} files damaged, {len(verified.missing)} missing, first {bad[0][:12]}"
        )
    return verified
