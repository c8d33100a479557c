"""Bytes under the name of their sha256: written whole or not at all, never overwritten."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import ArchiveError

SHA256 = re.compile(r"[0-9a-f]{64}")


class Objects:
    """Files `objects/ab/cdef…`; safe against a kill or a power cut at any moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "objects"
        self._scratch = folder / "incoming"

    def path(self, sha256: str) -> Path:
        """Where the bytes of this name lie, or would lie."""
        if not SHA256.fullmatch(sha256):
            raise ArchiveError(f"{sha256!r} is no sha256; the catalogue may be damaged: run `gongkai doctor`")
        return self._folder / sha256[:2] / sha256[2:]

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def put(self, content: bytes) -> str:
        """Store and return the sha256. Bytes that are there already are left alone."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        self._scratch.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._scratch)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o444)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes, checked against their name; ArchiveError where they are missing or damaged."""
        try:
            content = self.path(sha256).read_bytes()
        except OSError as error:
            raise ArchiveError(f"{sha256[:12]}: not in the archive ({error.strerror})") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ArchiveError(
                f"{sha256[:12]}: stored bytes are damaged; restore {self.path(sha256)} from a backup"
            )
        return content

    def discard(self, sha256: str) -> None:
        """Remove a damaged file, so that the next run fetches its address again."""
        self.path(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """The sha256 of everything stored."""
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            for file in sorted(folder.iterdir()):
                yield folder.name + file.name

    def sweep(self) -> int:
        """Delete what a killed process left half-written; returns how many files."""
        left = list(self._scratch.iterdir()) if self._scratch.is_dir() else []
        for file in left:
            file.unlink(missing_ok=True)
        return len(left)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
