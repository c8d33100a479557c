"""One night's crawl in a process of its own, so that it can be killed: crawl_once.py FOLDER PORT RUN_ID."""

from __future__ import annotations

import dataclasses
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.archive import Archive, Run
from pipeline.crawl import discover, fetch_documents, open_client
from pipeline.portals import load_portal


def main(folder: Path, port: int, run_id: str) -> None:
    portal = dataclasses.replace(load_portal("sample"), connect={"sample.invalid": f"127.0.0.1:{port}"})
    with Archive(folder) as archive:
        archive.start_run(Run(run_id, "sample", "due", date(2026, 1, 5)), datetime.now(UTC))
        with open_client(portal, archive, run_id) as get:
            discover(portal, get, archive, run_id)
            fetch_documents(portal, get, archive, run_id)
        archive.end_run(run_id, "succeeded", datetime.now(UTC))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
