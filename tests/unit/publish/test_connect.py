"""The ways of docs/connect.md that need nothing but installed packages; each answers the same question."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

EXPECTED = [("ag-caizheng", 2), ("ag-nongye", 3), ("ag-shuiwu", 3)]
QUESTION = "select agency_id, count(*) as reports from marts.dim_report group by agency_id order by agency_id"


@pytest.fixture
def current(release: Path) -> Path:
    """The link that readers are told of."""
    return release.parent / "current"


def test_duckdb_python(current):
    with duckdb.connect(str(current.resolve() / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute(QUESTION).fetchall() == EXPECTED


def test_duckdb_cli(current):
    cli = shutil.which("duckdb")
    if cli is None:
        pytest.skip("the DuckDB command line is not installed (pip install duckdb-cli)")
    command = [cli, "-readonly", "-csv", "-noheader", str(current / "warehouse.duckdb"), "-c", QUESTION]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [f"{agency},{count}" for agency, count in EXPECTED]


R_COUNTS = """
write.table(aggregate(report_id ~ agency_id, reports, length), sep = ",", quote = FALSE, row.names = FALSE,
            col.names = FALSE)
"""


def r_answers(reading: str, place: Path) -> list[str]:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not installed (apt-get install r-base-core)")
    command = [program, "--vanilla", "-e", f"reports <- read.csv({reading})\n{R_COUNTS}", str(place)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_r_reads_csv(current):
    reading = 'commandArgs(TRUE), fileEncoding = "UTF-8-BOM", na.strings = ""'
    answer = r_answers(reading, current / "csv/marts/dim_report.csv")
    assert answer == [f"{agency},{count}" for agency, count in EXPECTED]


def test_r_asks_the_duckdb_cli(current):
    if shutil.which("duckdb") is None:
        pytest.skip("the DuckDB command line is not installed (pip install duckdb-cli)")
    question = "select agency_id, report_id from marts.dim_report"
    reading = (
        f"""pipe(paste("duckdb -readonly -csv", commandArgs(TRUE), "-c '{question}'"), encoding = "UTF-8")"""
    )
    answer = r_answers(reading, current / "warehouse.duckdb")
    assert answer == [f"{agency},{count}" for agency, count in EXPECTED]


def test_polars_reads_parquet(current):
    reports = pl.scan_parquet(current / "parquet/marts/dim_report.parquet")
    assert reports.group_by("agency_id").len().sort("agency_id").collect().rows() == EXPECTED


def test_polars_over_duckdb(current):
    with duckdb.connect(str(current.resolve() / "warehouse.duckdb"), read_only=True) as con:
        assert con.sql(QUESTION).pl().rows() == EXPECTED


def test_pandas_reads_parquet_and_csv(current):
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    for reports in (
        pd.read_parquet(current / "parquet/marts/dim_report.parquet"),
        pd.read_csv(current / "csv/marts/dim_report.csv"),
    ):
        counts = reports.groupby("agency_id").size()
        assert list(zip(counts.index, counts.to_list(), strict=True)) == EXPECTED


SQLALCHEMY = """
import sys
from sqlalchemy import create_engine, inspect, text
engine = create_engine(f"duckdb:///{sys.argv[1]}/warehouse.duckdb", connect_args={"read_only": True})
with engine.connect() as con:
    for agency, count in con.execute(text(sys.argv[2])):
        print(f"{agency},{count}")
print("dim_report" in inspect(engine).get_table_names(schema="marts"))
"""


def test_sqlalchemy_as_superset_uses_it(current, old_python):
    command = [old_python, "-W", "ignore", "-c", SQLALCHEMY, str(current.resolve()), QUESTION]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [*(f"{agency},{count}" for agency, count in EXPECTED), "True"]


class _Ranges(http.server.SimpleHTTPRequestHandler):
    """A static file server that answers ranges, as object stores and nginx do."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        content = Path(self.translate_path(self.path)).read_bytes()
        wanted = self.headers.get("Range", "")
        self.asked.append(wanted)
        first, last = self._range(wanted, len(content))
        part = content[first : last + 1]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.end_headers()
        self.wfile.write(part)

    @staticmethod
    def _range(wanted: str, size: int) -> tuple[int, int]:
        match = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted)
        if match is None:
            return 0, size - 1
        if not match[1]:  # the last n bytes
            return max(size - int(match[2]), 0), size - 1
        return int(match[1]), min(int(match[2] or size), size - 1)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def served(current: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of `current` on a loopback server, and the ranges it was asked for."""
    asked: list[str] = []
    handler = type("Handler", (_Ranges,), {"asked": asked})
    factory = functools.partial(handler, directory=str(current))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), factory) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_parquet_over_http_in_ranges(served):
    address, asked = served
    reports = pl.scan_parquet(f"{address}/parquet/marts/dim_report.parquet")
    assert reports.group_by("agency_id").len().sort("agency_id").collect().rows() == EXPECTED
    assert asked
    assert all(asked)  # never the whole file


def test_duckdb_over_http(served):
    address, _ = served
    extensions = pytest.importorskip("duckdb_extensions", reason="duckdb-extension-httpfs is not installed")
    with duckdb.connect() as con:
        try:
            extensions.import_extension("httpfs")
            con.execute("load httpfs")
        except Exception as error:
            pytest.skip(f"no httpfs for DuckDB {duckdb.__version__}: {error}")
        url = f"{address}/parquet/marts/dim_report.parquet"
        found = con.execute("select count(*) from read_parquet(?)", [url]).fetchall()
    assert found == [(8,)]
