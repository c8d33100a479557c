"""The archive: what every portal ever gave, byte for byte, and how it came. Never overwrites."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal

from pipeline.archive.crawl_log import CrawlLog, finding_id
from pipeline.archive.ledger import Ledger
from pipeline.archive.model import (
    Column,
    CrawlFinding,
    Extraction,
    Fetch,
    ListedItem,
    Outcome,
    Resource,
    Run,
    Verification,
)
from pipeline.archive.objects import Objects
from pipeline.errors import ArchiveError, WrongDataDirError

__all__ = [
    "Archive",
    "Column",
    "CrawlFinding",
    "Extraction",
    "Fetch",
    "ListedItem",
    "Outcome",
    "Resource",
    "Run",
    "Verification",
    "finding_id",
]


class Archive(CrawlLog, Ledger):
    """Bytes by sha256 and their catalogue, under one folder. One writer, any number of readers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.objects = Objects(folder)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start_run(self, run: Run, at: datetime) -> None:
        """Open a run; whatever a killed one left half-done is cleared away."""
        super().start_run(run, at)
        self.objects.sweep()

    def put(self, content: bytes) -> str:
        """Store bytes; returns their sha256."""
        return self.objects.put(content)

    def read(self, sha256: str) -> bytes:
        """Bytes checked against their name; ArchiveError where missing or damaged."""
        return self.objects.read(sha256)

    @property
    def kind(self) -> str | None:
        """sample or real; None while nothing has been kept."""
        return self.noted("kind")

    def require_kind(self, kind: Literal["sample", "real"]) -> None:
        """Settle on the first use, and raise WrongDataDirError ever after for the other kind."""
        with self.transaction():
            held = self.kind
            if held is None:
                self.note("kind", kind)
            elif held != kind:
                raise WrongDataDirError(
                    f"data directory holds {held} data, not {kind}; set GONGKAI_DATA_DIR to another folder"
                )

    def verify(self) -> Verification:
        """Read everything back: bytes against names, names the catalogue uses against bytes."""
        stored, damaged, size = set(), [], 0
        for name in self.objects.names():
            stored.add(name)
            try:
                size += len(self.read(name))
            except ArchiveError:
                damaged.append(name)
        used = {str(row["sha256"]) for row in self.rows("all_hashes")}
        return Verification(len(stored), size, tuple(damaged), tuple(sorted(used - stored)))
