"""Files of a version: sums, fsync, removal, and the lock that keeps two publishers apart."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PublishError

SUMS = "SHA256SUMS"
_PIECE = 1 << 20  # bytes


def regular_files(folder: Path) -> list[Path]:
    """Every file below `folder`, by path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def same_bytes(one: Path, other: Path) -> bool:
    """Whether two files hold the same, read in pieces that are large for files of gigabytes."""
    here, there = bytearray(_PIECE), bytearray(_PIECE)
    with one.open("rb", buffering=0) as first, other.open("rb", buffering=0) as second:
        while True:
            count = first.readinto(here)
            if second.readinto(there) != count or here != there:
                return False
            if not count:
                return True


def write_sums(folder: Path, known: Mapping[str, str]) -> None:
    """Write `SHA256SUMS` over every other file, in the format of `sha256sum -c`; `known` are sums by path."""
    names = {path.relative_to(folder).as_posix(): path for path in regular_files(folder)}
    lines = [f"{known.get(name) or sha256_of(path)}  {name}\n" for name, path in names.items()]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def check_sums(folder: Path) -> None:
    """Raise PublishError unless the folder holds exactly the files and bytes of its `SHA256SUMS`."""
    sums = folder / SUMS
    if not sums.is_file():
        raise PublishError(f"{folder.name}: {SUMS} is missing; choose another version or publish again")
    expected = dict(line.split("  ", 1)[::-1] for line in sums.read_text(encoding="utf-8").splitlines())
    found = {path.relative_to(folder).as_posix(): path for path in regular_files(folder) if path != sums}
    for name in sorted(expected.keys() ^ found.keys()):
        state = "is missing" if name in expected else "is not in its SHA256SUMS"
        raise PublishError(f"{folder.name}: {name} {state}; choose another version or publish again")
    for name, path in found.items():
        if sha256_of(path) != expected[name]:
            raise PublishError(f"{folder.name}: {name} is damaged; choose another version or publish again")


def flush(path: Path) -> None:
    """fsync one file or folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """fsync every file and folder below `folder`, then itself, so that a swap never gives half a version."""
    for path in sorted(folder.rglob("*"), reverse=True):
        flush(path)
    flush(folder)


def remove_tree(folder: Path) -> None:
    """Remove a folder; renamed first, so that a kill half-way leaves a leftover and no damaged version."""
    doomed = folder.with_name(f"{folder.name}.tmp-removed")
    folder.replace(doomed)
    shutil.rmtree(doomed)


def remove_leftovers(published_dir: Path) -> None:
    """Remove what a killed publisher left; only while holding the lock, else it is another's work."""
    for path in published_dir.glob("*.tmp-*"):
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path)


@contextmanager
def publishing_lock(published_dir: Path) -> Iterator[None]:
    """Hold `.lock` for as long as the folder is changed; freed by the system when the process dies.

    Raises PublishError at once where another process or thread holds it.
    """
    published_dir.mkdir(parents=True, exist_ok=True)
    with (published_dir / ".lock").open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise PublishError(
                f"process {holder} is publishing to {published_dir}; wait for it, then retry"
            ) from None
        stream.seek(0)
        stream.truncate()
        stream.write(str(os.getpid()))
        stream.flush()
        yield
