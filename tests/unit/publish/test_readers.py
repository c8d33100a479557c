"""Readers in other processes while versions are published: no error, no mix, no blocked publisher."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from pipeline.publish import parquet, publish, versions

ROOT = Path(__file__).parents[3]
READER = Path(__file__).with_name("reader.py")
PUBLISHES = int(os.environ.get("GONGKAI_TEST_PUBLISHES", "20"))  # the long form: 200


@contextmanager
def _reader(mode: str, published_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A reader that works until its standard input is closed, then prints what it saw."""
    command = [sys.executable, str(READER), mode, str(published_dir)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, text=True, **pipes)  # type: ignore[call-overload]
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()


def _stop(process: subprocess.Popen[str]) -> dict[str, int]:
    out, errors = process.communicate("stop\n", timeout=60)
    assert process.returncode == 0, errors
    return json.loads(out)


@pytest.fixture
def numbered(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Two tables that hold the same number in every row; it is another one in every version."""
    with duckdb.connect(str(tmp_path / "work.duckdb")) as con:
        con.execute("create schema marts; create schema metrics")
        con.execute("create table marts.fct_observation as select 0 as number from range(20000)")
        con.execute("create view metrics.all_metrics as select number from marts.fct_observation limit 10")
        yield con


def test_readers_and_publishes_do_not_meet(numbered, published_dir):
    def next_version(number: int) -> None:
        numbered.execute("update marts.fct_observation set number = ?", [number])
        result = publish(numbered, published_dir, run_id=None, keep=3, exports=(parquet.export,))
        assert result.created

    next_version(0)
    with _reader("loop", published_dir) as looping, _reader("hold", published_dir) as holding:
        for number in range(1, PUBLISHES + 1):
            next_version(number)
        looped, held = _stop(looping), _stop(holding)

    assert looped["queries"] > 0
    assert looped["versions"] > 1
    assert (looped["errors"], looped["mixed"]) == (0, 0)
    assert (held["errors"], held["mixed"], held["versions"]) == (0, 0, 1)
    assert len(versions(published_dir)) == PUBLISHES + 1  # all of them younger than ten minutes
