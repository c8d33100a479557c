"""One publish: hash the content, build the version's folder, verify it, swap, remove what is old.

A version that fails on the way leaves the old one in place, and nothing behind.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.config import sql_dir
from pipeline.errors import PublishError
from pipeline.publish import csv, parquet, site, xlsx
from pipeline.publish.compare import Changes, compare
from pipeline.publish.content import LARGE_ROWS, Table, content_sha256, read_tables
from pipeline.publish.datapackage import write_datapackage
from pipeline.publish.draft import Draft, Export, Stamp
from pipeline.publish.duckdb import FILE_NAME, Source, lent_memory, open_warehouse, write_warehouse
from pipeline.publish.files import flush, flush_tree, publishing_lock, remove_leftovers, write_sums
from pipeline.publish.inventory import Inventory, write_contents
from pipeline.publish.release import write_release
from pipeline.publish.verify import verify
from pipeline.publish.versions import (
    MIN_KEPT,
    History,
    current_name,
    find_version,
    prune,
    swap,
    utc_now,
    versions,
)

# An export is a module of this package and its place here
EXPORTS: tuple[Export, ...] = (parquet.export, xlsx.export, csv.export, site.export)


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What became of a publish. `note` says why nothing new was made where `created` is False."""

    version: str
    created: bool
    path: Path
    seconds: float
    changes: Changes | None
    note: str = ""
    removed: tuple[str, ...] = ()


def publish(
    con: duckdb.DuckDBPyConnection,
    published_dir: Path,
    *,
    run_id: str | None,
    keep: int,
    force: bool = False,
    now: Callable[[], datetime] = utc_now,
    history: History | None = None,
    exports: Sequence[Export] = EXPORTS,
    large_rows: int = LARGE_ROWS,
) -> PublishResult:
    """Publish what the work database holds in seeds, metrics, marts and ops.

    The same content as the current version, or as one rolled back, makes nothing new unless `force` is set.
    `keep` versions stay; tables above `large_rows` are parted. Raises PublishError where the version is not fit;
    `current` then stays as it was.
    """
    started = time.perf_counter()
    if keep < MIN_KEPT:
        raise PublishError(f"cannot keep {keep} versions: at least {MIN_KEPT} are kept")
    with publishing_lock(published_dir), con.cursor() as cursor:
        remove_leftovers(published_dir)
        source = Source.of(cursor)
        cursor.execute("begin transaction")  # one view of the work database for hashing and copying
        tables = read_tables(cursor, *source.catalogs, large_rows=large_rows)
        if not tables:
            raise PublishError(
                "the work database holds no table of seeds, metrics, marts or ops; run the models"
            )
        content = content_sha256(tables)
        known = None if force else _known(published_dir, content)
        if known is not None:
            version, note = known
            path = published_dir / version
            return PublishResult(version, False, path, time.perf_counter() - started, None, note)
        stamp = _stamp(published_dir, content, run_id, now())
        draft_folder = published_dir / f"{stamp.version}.tmp-{os.getpid()}"
        changes = _build(cursor, source, tables, draft_folder, stamp, exports)
        draft_folder.replace(published_dir / stamp.version)
        flush(published_dir)
        if history is not None:
            history.record_published(stamp.version, content, run_id, stamp.published_at)
        swap(published_dir, stamp.version, now())
        removed = prune(published_dir, keep, now(), history)
    path, seconds = published_dir / stamp.version, time.perf_counter() - started
    return PublishResult(stamp.version, True, path, seconds, changes, removed=removed)


def diff(published_dir: Path, v1: str, v2: str, *, rows: int = 1000) -> Changes:
    """What changed from version `v1` to `v2` (names, their unique beginnings, or `current`)."""
    old, new = find_version(published_dir, v1), find_version(published_dir, v2)
    return compare(old.path, new.path, (old.name, new.name), rows=rows)


def _known(published_dir: Path, content: str) -> tuple[str, str] | None:
    """The version that already stands for this content, with the reason; None where a new one is due."""
    same = [version for version in versions(published_dir) if version.content_sha256 == content]
    for version in same:
        if version.is_current:
            return version.name, "the content is that of the current version"
    for version in same:
        if version.is_rolled_back:
            current = current_name(published_dir) or version.name
            return (
                current,
                f"the content is that of {version.name}, which was rolled back; --force publishes it",
            )
    return None


def _stamp(published_dir: Path, content: str, run_id: str | None, at: datetime) -> Stamp:
    kept = versions(published_dir)
    name = f"v-{content[:12]}"
    taken = {version.name for version in kept}
    free = next(n for n in [name, *(f"{name}-{i}" for i in range(2, len(taken) + 3))] if n not in taken)
    sequence = max((version.sequence for version in kept), default=0) + 1
    return Stamp(free, sequence, content, run_id, at, current_name(published_dir))


def _build(
    cursor: duckdb.DuckDBPyConnection,
    source: Source,
    tables: tuple[Table, ...],
    folder: Path,
    stamp: Stamp,
    exports: Sequence[Export],
) -> Changes:
    """Write and verify all files of a version; on any error its folder is removed."""
    folder.mkdir()
    before = folder.parent / stamp.previous if stamp.previous else None
    try:
        left = write_warehouse(cursor, source, folder / FILE_NAME, tables, sql_dir() / "macros")
        notes = [f"macro {name}: reads tables that are not published" for name in left]
        changes = _changes(folder, stamp, before, tables)
        inventory = Inventory(folder, before, stamp.sequence)
        with (
            lent_memory(cursor, source) as memory,
            open_warehouse(folder / FILE_NAME, memory) as con,
        ):
            draft = Draft(folder, con, tables, stamp, changes, inventory)
            notes += _export(draft, exports)
        _describe(draft, notes)
        verify(folder, tables, source.copied, inventory.linked)
        flush_tree(folder)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, duckdb.Error | OSError):
            line = str(error).splitlines()[0]
            raise PublishError(
                f"{stamp.version} could not be written ({line}); the old version stays"
            ) from error
        raise
    return changes


def _export(draft: Draft, exports: Sequence[Export]) -> list[str]:
    """Run the exports, two at a time: workbooks are Python's work, the other files are DuckDB's."""

    def run(export: Export) -> tuple[str, ...]:
        with draft.con.cursor() as cursor:
            return export(replace(draft, con=cursor))

    with ThreadPoolExecutor(2) as pool:
        hashed = pool.submit(draft.inventory.record, draft.folder / FILE_NAME)
        notes = [note for notes in pool.map(run, exports) for note in notes]
        hashed.result()
    return notes


def _describe(draft: Draft, notes: Sequence[str]) -> None:
    """Write what tells of the version's files: release notes, data package, contents, sums."""
    damaged = [
        f"{name} of {draft.stamp.previous}: damaged since it was published, made anew here"
        for name in draft.inventory.damaged
    ]
    files = draft.inventory.files()
    write_release(draft, [*notes, *damaged])
    write_datapackage(draft, files)
    write_contents(draft.folder, draft.tables, files)
    write_sums(draft.folder, {name: entry.sha256 for name, entry in files.items()})


def _changes(folder: Path, stamp: Stamp, before: Path | None, tables: Sequence[Table]) -> Changes:
    if stamp.previous is None or before is None:
        return Changes(None, stamp.version)
    return compare(before, folder, (stamp.previous, stamp.version), tables=tables)
