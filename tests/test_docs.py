"""What docs/ says of the warehouse is what the warehouse of the built-in sample says.

`python tests/test_docs.py` writes the answers of docs/questions.md and docs/dictionary.md anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a script there is no pytest to set the path

from sample_nights import calendar, run_stages  # noqa: E402

from pipeline import night as nights  # noqa: E402
from pipeline.config import Settings  # noqa: E402
from pipeline.night import Errand, open_night  # noqa: E402
from pipeline.publish import current_folder  # noqa: E402
from pipeline.publish.dictionary import dictionary  # noqa: E402
from pipeline.publish.duckdb import FILE_NAME  # noqa: E402

SEEN = date(2026, 6, 1)  # all reports of 2025 are due by then
PAGE = ROOT / "docs" / "questions.md"
DICTIONARY = ROOT / "docs" / "dictionary.md"
# a heading, its statement, and the table under it where there is one already
QUESTION = re.compile(
    r"^## (?P<title>\d+\. .+?)\n.*?```sql\n(?P<sql>.+?)```\n(?P<table>\n(?:\|[^\n]*\n)+)?", re.M | re.S
)


def questions() -> list[re.Match[str]]:
    """The numbered sections of the page."""
    return list(QUESTION.finditer(PAGE.read_text("utf-8")))


def warehouse(folder: Path) -> Path:
    """The sample of `make demo`, crawled, read and published; the file to ask."""
    settings = Settings(data_dir=folder, workers=2, memory_limit="1GB")
    with (
        calendar(),
        patch.object(nights, "today", lambda: SEEN),
        open_night(settings, "questions", Errand(("sample",))) as night,
    ):
        run_stages(night)
    return current_folder(settings.published_dir) / FILE_NAME


def answer(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """A Markdown table; NULL is an empty cell, rates have three decimals."""
    found = con.execute(sql)
    rows = [[column[0] for column in found.description or []], *map(list, found.fetchall())]
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n" + "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value).replace("|", "\\|").replace("\n", " ")


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(warehouse(tmp_path_factory.mktemp("questions"))), read_only=True)


def test_there_are_twenty_one_questions() -> None:
    assert [match["title"].split(".")[0] for match in questions()] == [str(n) for n in range(1, 22)]


@pytest.mark.slow
@pytest.mark.parametrize("match", questions(), ids=lambda match: match["title"].split(".")[0])
def test_the_answer_on_the_page_is_the_warehouse_s(
    con: duckdb.DuckDBPyConnection, match: re.Match[str]
) -> None:
    found = answer(con, match["sql"])
    assert found == match["table"]
    assert found.count("\n") > 3, "an answer without rows answers nothing"


@pytest.mark.slow
def test_the_dictionary_is_that_of_the_warehouse(con: duckdb.DuckDBPyConnection) -> None:
    assert dictionary(con) == DICTIONARY.read_text("utf-8"), "write it anew: python tests/test_docs.py"


CORPUS = ROOT.parent / "shared" / "corpus"
REAL = {  # report -> its file and its answers
    "淮安市洪泽区人民政府 2024": "huaian-hongze-2024",
    "上海市人民政府办公厅 2019": "shanghai-office-2019",
    "上海市科委 2024": "shanghai-kewei-2024",
    "固原市经济技术合作局 2019": "guyuan-jingjihezuoju-2019",
}
REAL_ROW = re.compile(r"^\| (\S+ 20\d\d) \| (\w+) \| ([\d.]+) \| (.+) \|$", re.M)
CELL = re.compile(r"t\d\.[a-z0-9_.]+")


def by_hand(formula: str, name: str) -> float:
    """The formula over the printed cells: a blank leaf is 0, a blank total the sum of its parts."""
    answers = json.loads((CORPUS / "expected" / f"{name}.json").read_text("utf-8"))
    cells = answers["cells"] | answers.get("filled", {})
    return float(eval(CELL.sub(lambda code: str(cells[code[0]] or 0), formula), {"__builtins__": {}}))


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real documents is not here")
def test_the_real_figures_are_those_computed_by_hand(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in REAL.values():
        (found,) = (path for path in (CORPUS / "docs").iterdir() if path.stem == name)
        shutil.copy(found, reports)
    environment = os.environ | {"GONGKAI_DATA_DIR": str(tmp_path / "data")}
    command = [str(Path(sys.executable).with_name("gongkai")), "import", str(reports)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    published = tmp_path / "data" / "published"
    with duckdb.connect(str(current_folder(published) / FILE_NAME), read_only=True) as con:
        rows = con.execute(
            "select canonical_name || ' ' || values.report_year, metric, value from marts.metric_values as values "
            "inner join marts.dim_agency using (agency_id, report_scope)"
        ).fetchall()
    found = {(report, metric): value for report, metric, value in rows}
    stated = REAL_ROW.findall(PAGE.read_text("utf-8"))
    assert {report for report, *_ in stated} == set(REAL)
    for report, metric, printed, formula in stated:
        assert found[report, metric] == pytest.approx(by_hand(formula, REAL[report])), (report, metric)
        assert _cell(found[report, metric]) == printed


def write(con: duckdb.DuckDBPyConnection) -> None:
    """Every table of the page and the dictionary anew."""

    def renewed(match: re.Match[str]) -> str:
        head = match[0] if match["table"] is None else match[0].removesuffix(match["table"])
        return head + answer(con, match["sql"])

    PAGE.write_text(QUESTION.sub(renewed, PAGE.read_text("utf-8")), "utf-8")
    DICTIONARY.write_text(dictionary(con), "utf-8")


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(str(warehouse(Path(folder))), read_only=True) as opened,
    ):
        write(opened)
