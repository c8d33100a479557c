"""kill -9 in the middle of a crawl: the archive is whole at every moment, and the next run continues."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile_pages import make_truth
from hostile_portal import HostilePortal, listening

from pipeline.archive import Archive

SCRIPT = Path(__file__).parent / "crawl_once.py"
ROOT = SCRIPT.parent.parent.parent
KILLS = 5


def start(folder: Path, port: int, run_id: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(SCRIPT), str(folder), str(port), run_id]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def run(folder: Path, port: int, run_id: str) -> None:
    process = start(folder, port, run_id)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()


def run_until(folder: Path, port: int, run_id: str, server: HostilePortal, requests: int) -> bool:
    """Kill the crawl when the server has seen so many more requests; True if it was still running."""
    wanted = len(server.log) + requests
    process = start(folder, port, run_id)
    while process.poll() is None and len(server.log) < wanted:
        time.sleep(0.001)
    was_running = process.poll() is None
    process.kill()
    process.communicate(timeout=60)
    return was_running


def content(folder: Path) -> list[tuple[object, ...]]:
    with Archive(folder) as archive:
        return archive.table("snapshots").select("url", "version_no", "document_sha256", "parent_url").rows()


@pytest.mark.slow
def test_a_killed_crawl_is_continued(tmp_path: Path) -> None:
    server = HostilePortal(make_truth(30), (), 1, time.monotonic)
    dice = random.Random(20260105)
    with listening(server.serve) as port:
        run(tmp_path / "undisturbed", port, "r")
        whole_run = len(server.log)
        killed = 0
        for number in range(KILLS):
            killed += run_until(tmp_path / "killed", port, f"k{number}", server, dice.randrange(1, whole_run))
            with Archive(tmp_path / "killed") as archive:
                assert archive.verify().is_whole
        run(tmp_path / "killed", port, "last")
        asked = len(server.log)
        run(tmp_path / "killed", port, "again")
    assert killed >= KILLS - 1
    assert content(tmp_path / "killed") == content(tmp_path / "undisturbed")
    with Archive(tmp_path / "killed") as archive:
        assert archive.verify().is_whole
        runs = archive.table("runs").rows(named=True)
        assert [run["status"] for run in runs] == ["failed"] * KILLS + ["succeeded"] * 2
        assert runs[-1]["body_count"] == 0
    assert len(server.log) - asked <= whole_run
