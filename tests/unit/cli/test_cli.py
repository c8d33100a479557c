"""The command: exit codes, one-line errors, and that reading a file needs neither Dagster nor a database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.config import settings

REPORT = """示例市某局2021年政府信息公开工作年度报告
本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。
一、总体情况
2021年主动公开政府信息12条。
"""


@pytest.fixture(autouse=True)
def _own_data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield
    settings.cache_clear()


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


def test_extract_prints_one_json_object(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    code, out, _ = run("extract", str(file), "--json")
    answer = json.loads(out)
    assert (code, answer["report_year"], answer["agency"]) == (0, 2021, "示例市某局")
    assert [figure["value"] for figure in answer["figures"]] == [12]


def test_extract_takes_many_files_and_names_the_one_it_cannot_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text(REPORT, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 cut")
    code, out, _ = run("extract", str(good), str(bad), "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["file"] for answer in answers] == [str(good), str(bad)]
    assert set(answers[1]) == {"file", "error"}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03\x04", None])
def test_extract_ends_with_2_and_one_line_when_nothing_can_be_read(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "file.bin"
    if content is not None:
        file.write_bytes(content)
    code, out, err = run("extract", str(file), "--json")
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert str(file) in err or "bytes" in err


def test_extract_for_people_shows_head_figures_and_findings(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    code, out, _ = run("extract", str(file))
    assert code == 0
    assert "示例市某局" in out
    assert "disclosure_total = 12 条" in out


@pytest.mark.parametrize("words", [("query", "select 1"), ("trace", "某局", "2021"), ("rollback",)])
def test_without_a_published_version_there_is_one_line(words: tuple[str, ...]) -> None:
    code, _, err = run(*words)
    assert code == 1
    assert len(err.strip().splitlines()) == 1
    assert "gongkai run" in err


def test_debug_shows_the_traceback() -> None:
    result = CliRunner().invoke(app, ["--debug", "query", "select 1"])
    assert type(result.exception).__name__ == "NothingPublishedError"


def test_reading_a_file_loads_neither_dagster_nor_duckdb(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    script = (
        "import sys; from assets.cli import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(sorted({'dagster', 'duckdb', 'polars', 'httpx', 'pdfplumber', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "extract", str(file), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
