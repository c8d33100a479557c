"""Many writers at once: each reads the documents of some report years into the lake.

    python -m pipeline.lake.backfill 2019-2021

What a year is comes from the listing, so every document belongs to one year and no two writers meet. A writer
that is killed leaves whole batches behind; started again, it reads what is not there yet.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline import warehouse
from pipeline.archive import Archive
from pipeline.config import Settings, settings
from pipeline.errors import GongkaiError, SettingsError
from pipeline.ingest import Job, Outcome
from pipeline.night import Errand, Night

QUERY = Path(__file__).with_name("years.sql")
ATTEMPTS = 8


@dataclass
class Writer(Night):
    """A night's reading, of some report years only."""

    years: Collection[int] = ()

    def _jobs(self) -> list[Job]:
        rows = self.con.sql(QUERY.read_text(encoding="utf-8")).fetchall()
        mine = {sha256 for sha256, year in rows if year in self.years}
        return [job for job in super()._jobs() if job.sha256 in mine]

    def _load(self, outcomes: list[Outcome]) -> None:
        """Load a batch; again where another writer's deletes were in the way. What is loaded twice replaces itself."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                super()._load(outcomes)
                return
            except duckdb.TransactionException:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(random.uniform(0, 0.2 * 2**attempt))


def backfill(chosen: Settings, years: Collection[int]) -> dict[str, int]:
    """Read what the lake lacks of these report years; counts of documents read. Nothing is crawled or built."""
    with Archive(chosen.archive_dir) as archive:
        con = warehouse.open_for(chosen)
        try:
            return Writer(chosen, "backfill", Errand(), (), archive, con, years=years).ingest()
        finally:
            con.close()


def years_of(text: str) -> range:
    """`2019-2021` or `2019`. Raises SettingsError."""
    found = re.fullmatch(r"(20\d\d)(?:-(20\d\d))?", text)
    if not found:
        raise SettingsError(f"{text}: write one year or A-B, as in 2019-2024")
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def main() -> None:
    """Backfill the years given on the command line."""
    try:
        counts = backfill(settings(), years_of(" ".join(sys.argv[1:])))
    except GongkaiError as error:
        sys.exit(str(error))
    print(f"{counts['extracted']} documents read, {counts['unreadable']} of them refused")


if __name__ == "__main__":
    main()
