"""The main job, whole: a small sample portal crawled, read, built and published through Dagster."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

SAMPLE = "20,2019-2022"


def gongkai(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("gongkai")
    environment = os.environ | {"GONGKAI_DATA_DIR": str(data), "GONGKAI_SAMPLE": SAMPLE, "COLUMNS": "160"}
    return subprocess.run(
        [program, *words], env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def ask(data: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "published" / "current" / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "data"
    done = gongkai(folder, "demo")
    assert done.returncode == 0, done.stderr
    assert "reports found" in done.stdout
    assert done.stdout.count("━┓") >= 3  # three comparison tables
    assert "gongkai query" in done.stdout
    return folder


def test_every_report_found_is_read_or_refused_and_none_zero_filled(data: Path) -> None:
    found = ask(data, "select report_status, count(*) from marts.dim_report group by all")
    assert sum(int(str(count)) for _, count in found) >= 60
    assert {status for status, _ in found} <= {"read", "partial", "refused"}
    refused = """
        select count(*) from marts.fct_observation as cells
        join marts.dim_report as reports using (report_id) where reports.report_status = 'refused'
    """
    assert ask(data, refused) == [(0,)]


def test_a_run_leaves_its_record(data: Path) -> None:
    sql = "select status, version is not null, extracted_count > 60 from ops.runs"
    assert ask(data, sql) == [("running", False, False)]  # its own end lies after the publish
    done = gongkai(data, "versions")
    assert "current" in done.stdout


def test_a_second_run_loads_no_body_reads_nothing_and_publishes_nothing(data: Path) -> None:
    before = (data / "published" / "current").readlink()
    done = gongkai(data, "run", "--portal", "sample")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if "│" in line]
    told = {cells[1].strip(): cells[2].strip() for cells in (line.split("│") for line in lines)}
    assert (told["bodies fetched"], told["documents extracted"]) == ("0", "0")
    assert "nothing new" in done.stdout
    assert (data / "published" / "current").readlink() == before


def test_real_files_do_not_enter_a_data_directory_of_the_sample(data: Path, tmp_path: Path) -> None:
    done = gongkai(data, "import", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "GONGKAI_DATA_DIR" in done.stderr


def test_a_trace_ends_at_a_cell_of_an_archived_file(data: Path) -> None:
    agency = str(
        ask(data, "select agency_id from marts.dim_report where report_status = 'read' limit 1")[0][0]
    )
    done = gongkai(data, "trace", agency, "2021", "--cell", "t3.new_received.total")
    assert done.returncode == 0, done.stderr
    assert "http://sample.invalid/" in done.stdout
    assert "sha256" in done.stdout


def test_an_unknown_portal_is_one_line(tmp_path: Path) -> None:
    done = gongkai(tmp_path / "data", "run", "--portal", "nowhere")
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "no portal 'nowhere'" in done.stderr
