"""Night after night over the sample portal: release notes equal the seeded truth, and nothing creeps.

GONGKAI_SOAK_NIGHTS sets how many (4; `make soak`: 50).
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest
from sample_nights import run_night, sample_settings, sample_spec

from pipeline.config import Settings
from pipeline.publish import PublishResult, current_folder
from pipeline.publish.duckdb import FILE_NAME
from pipeline.sample import NightChange, changes

NIGHTS = int(os.environ.get("GONGKAI_SOAK_NIGHTS", "4"))
SECTION = re.compile(r"^### .*? (New reports|Reports gone|Revised cells) \((\d+)\)$")


@contextmanager
def deliveries() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A loopback webhook: its address, and every alert that was delivered."""
    alerts: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            alerts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", alerts
    server.shutdown()
    server.server_close()
    thread.join()


def sections(release: str) -> dict[str, list[list[str]]]:
    """RELEASE.md's lists of reports and cells: heading -> rows of its table, as text."""
    found: dict[str, list[list[str]]] = {}
    name = None
    for line in release.splitlines():
        if line.startswith("#"):
            heading = SECTION.match(line)
            name = heading[1] if heading else None
            if name:
                found[name] = []
        elif name and line.startswith("| "):
            found[name].append([cell.strip() for cell in line.strip("|\n ").split(" | ")])
    return {name: rows[2:] for name, rows in found.items()}


def number(text: str) -> float | None:
    return float(text) if text else None


def check_release(result: PublishResult, change: NightChange) -> None:
    """RELEASE.md tells this one change, and no other report."""
    told = sections((result.path / "RELEASE.md").read_text(encoding="utf-8"))
    with duckdb.connect(str(result.path / FILE_NAME), read_only=True) as con:
        names = dict(con.execute("select agency_id, canonical_name from marts.dim_agency").fetchall())
        gone = con.execute("select url from marts.documents where gone_at is not null").fetchall()
        held = con.execute("select agency_id, report_year from marts.dim_report").fetchall()
    who = (names[change.agency_id], change.report_year)
    expected_new = {who} if change.kind in ("new", "late") else set()
    assert {(row[0], int(row[1])) for row in told.get("New reports", [])} == expected_new
    assert told.get("Reports gone", []) == []
    cells = {(*who, code, before, after) for code, before, after in change.cells}
    rows = told.get("Revised cells", [])
    assert {(r[0], int(r[1]), r[2].replace("\\", ""), number(r[5]), number(r[6])) for r in rows} == cells
    if change.kind == "vanished":
        assert (change.url,) in gone
    assert (change.agency_id, change.report_year) in held


def resident() -> int:
    """Memory of this process, bytes; 0 where the system does not say."""
    path = Path("/proc/self/statm")
    return int(path.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if path.exists() else 0


def disk(settings: Settings) -> int:
    """Bytes under the data directory that are not the archive, which grows by what is fetched."""
    return sum(
        path.stat().st_size
        for path in settings.data_dir.rglob("*")
        if path.is_file() and not path.is_symlink() and settings.archive_dir not in path.parents
    )


@pytest.mark.slow
def test_nights_tell_the_truth_and_do_not_creep(tmp_path: Path) -> None:
    memory, used = [], []
    with deliveries() as (url, alerts):
        for night in range(NIGHTS + 1):
            settings = sample_settings(tmp_path, night, alert_webhook=url)
            result = run_night(settings, f"night-{night}", night)
            seeded = changes(sample_spec(night), night) if night else ()
            assert result.created is (night == 0 or bool(seeded))
            for change in seeded:
                check_release(result, change)
            memory.append(resident())
            used.append(disk(settings))
        quiet = run_night(settings, "quiet", NIGHTS + 1)
    assert not quiet.created
    assert current_folder(settings.published_dir).name == result.version
    check_alerts(alerts)
    half = len(used) // 2
    if NIGHTS >= 12:  # five versions are kept; from then on nothing grows but the archive
        print(f"memory, MB: {[round(size / 1e6) for size in memory]}")
        print(f"disk, MB: {[round(size / 1e6) for size in used]}")
        assert median(memory[half:]) < 1.25 * median(memory[4:half])
        assert median(used[half:]) < 1.15 * median(used[6:half])
    else:
        assert memory[-1] < 1.5 * memory[1]


def check_alerts(alerts: list[dict[str, Any]]) -> None:
    """Each thing is told once: no key twice, but for the end of what lasted."""
    begun = [alert["key"] for alert in alerts if alert["kind"] != "recovered"]
    assert len(begun) == len(set(begun))
    assert [alert["kind"] for alert in alerts].count("finding") >= 1
    assert not {"failure", "stale"} & {alert["kind"] for alert in alerts}
