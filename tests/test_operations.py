"""The commands an operator uses, run for real over a small sample portal, each in a process of its own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sample_nights import content

ROOT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent
JOB = ("job", "execute", "-m", "assets.definitions", "-j", "nightly")
LAUNCH = ("launch", "--job", "nightly", "-m", "assets.definitions", "--partition-range", "2014...2025")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PROGRAMS / "dagster").exists(), reason="needs dagster's programs"),
]


def call(folder: Path, program: str, *arguments: str, code: int = 0) -> str:
    """Standard output of one command; DAGSTER_HOME holds our `dagster.yaml`, as `gongkai dev` makes it."""
    home = folder / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_bytes((ROOT / "assets" / "dagster.yaml").read_bytes())
    environment = {
        **os.environ,
        "GONGKAI_DATA_DIR": str(folder),
        "GONGKAI_PORTAL": "sample",
        "GONGKAI_SAMPLE": "20,2023-2024",
        "GONGKAI_WORKERS": "1",
        "DAGSTER_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "160",
    }
    command = [str(PROGRAMS / program), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr[-3000:]
    return done.stdout


def runs(folder: Path) -> list[tuple[str, str, int]]:
    """Status, version and bodies of every run on record."""
    with closing(sqlite3.connect(folder / "archive" / "catalogue.sqlite")) as con:
        return con.execute("select status, version, body_count from runs order by started_at").fetchall()


def test_the_job_and_a_backfill_run_through_dagster(tmp_path: Path) -> None:
    call(tmp_path, "dagster", *JOB)
    first = content(tmp_path / "published")
    call(tmp_path, "dg", *LAUNCH)
    (status, version, bodies), (again, same, no_bodies) = runs(tmp_path)
    assert (status, again, version, no_bodies) == ("succeeded", "succeeded", same, 0)
    assert bodies > 30
    assert content(tmp_path / "published") == first


def test_a_backfill_by_years_is_continued_by_the_next(tmp_path: Path) -> None:
    call(tmp_path, "gongkai", "run", "--years", "2023")
    call(tmp_path, "gongkai", "run", "--years", "2023-2024")
    (_, _, first), (_, _, second) = runs(tmp_path)
    assert first > 0 < second
    years = "select report_year, count(*) as n from marts.dim_report group by 1 order by 1"
    found = json.loads(call(tmp_path, "gongkai", "query", years, "--json"))
    assert [row["report_year"] for row in found] == [2023, 2024]
    call(tmp_path, "gongkai", "run", "--years", "2023-2024")
    assert runs(tmp_path)[-1][2] == 0
    status = call(tmp_path, "gongkai", "status")
    assert status.count("succeeded") == 3
    assert "Beijing time" in status
    assert "0 documents read again" in call(tmp_path, "gongkai", "reparse", "--publish")


def test_a_run_that_cannot_publish_is_on_record_as_failed(tmp_path: Path) -> None:
    (tmp_path / "published").write_text("in the way", encoding="utf-8")
    call(tmp_path, "gongkai", "run", code=1)
    ((status, version, bodies),) = runs(tmp_path)
    assert (status, version) == ("failed", None)
    assert bodies > 30


def test_doctor_finds_the_sample_in_order(tmp_path: Path) -> None:
    told = call(tmp_path, "gongkai", "doctor", "--portal", "sample")
    assert "BAD" not in told
    assert told.count("report ") >= 3
    assert "cells (f" in told


def test_the_workspace_loads() -> None:
    command = [str(PROGRAMS / "dagster"), "definitions", "validate", "-w", "workspace.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
