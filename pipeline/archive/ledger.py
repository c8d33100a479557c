"""The catalogue's side of the stages after the crawl: runs, extractions, versions, findings' dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pipeline.archive.catalogue import Catalogue, stamp
from pipeline.archive.model import Extraction, Run


class Ledger(Catalogue):
    """What each run did. Every method is one transaction."""

    def start_run(self, run: Run, at: datetime) -> None:
        """Open a run. One that a killed process left open is closed as failed: there is one writer."""
        with self.transaction():
            self.run("interrupt_runs", run_id=run.run_id, at=stamp(at))
            self.run(
                "start_run",
                run_id=run.run_id,
                portals=run.portals,
                years=run.years,
                as_of=run.as_of.isoformat(),
                at=stamp(at),
            )

    def end_run(
        self,
        run_id: str,
        status: Literal["succeeded", "failed"],
        at: datetime,
        *,
        extracted_count: int = 0,
        refused_count: int = 0,
        version: str | None = None,
        message: str | None = None,
    ) -> None:
        """Close a run; requests, bodies and bytes are summed from its fetches."""
        self.run(
            "end_run",
            run_id=run_id,
            status=status,
            at=stamp(at),
            extracted_count=extracted_count,
            refused_count=refused_count,
            version=version,
            message=message,
        )

    def record_extractions(self, extractions: Iterable[Extraction], at: datetime) -> None:
        """Note a batch of readings."""
        self.run_many(
            "record_extraction",
            (
                {
                    "sha256": extraction.sha256,
                    "reader_version": extraction.reader_version,
                    "at": stamp(at),
                    "seconds": extraction.seconds,
                    "status": extraction.status,
                    "message": extraction.message,
                }
                for extraction in extractions
            ),
        )

    def record_published(self, version: str, content_sha256: str, run_id: str | None, at: datetime) -> None:
        self.run(
            "record_published", version=version, content_sha256=content_sha256, run_id=run_id, at=stamp(at)
        )

    def remove_published(self, version: str, at: datetime) -> None:
        self.run("removed_published", version=version, at=stamp(at))

    def sync_finding_history(self, standing: Iterable[str], at: datetime) -> tuple[int, int]:
        """Bring first and last seen up to the findings that stand now; returns (new, ended)."""
        now = set(standing)
        with self.transaction():
            before = {str(row["finding_id"]) for row in self.rows("standing_findings")}
            self.run_many(
                "standing_finding", ({"finding_id": name, "at": stamp(at)} for name in now - before)
            )
            self.run_many("ended_finding", ({"finding_id": name, "at": stamp(at)} for name in before - now))
        return len(now - before), len(before - now)
