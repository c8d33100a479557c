"""The whole way of one file, its JSON, and the reader's version."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import EncryptedError, UnknownFormatError
from pipeline.reading import read, reader_version, refuse, to_json, version_for

GOLDEN = Path(__file__).parents[2] / "golden"


def read_golden(name: str) -> dict[str, object]:
    content = next(path for path in (GOLDEN / name).iterdir() if path.stem == "document").read_bytes()
    return to_json(read(hashlib.sha256(content).hexdigest(), content))


def test_the_answer_keeps_the_contract() -> None:
    answer = read_golden("shili-kejiju_2019")
    assert set(answer) == {
        "title",
        "agency",
        "report_year",
        "forms",
        "cells",
        "figures",
        "findings",
        "refused",
    }
    cells = answer["cells"]
    assert isinstance(cells, list)
    by_code = {cell["cell_code"]: cell for cell in cells}
    assert by_code["t2.art20_9.procurement.amount"] == {
        "cell_code": "t2.art20_9.procurement.amount",
        "value": 251000,
        "value_raw": "251000元",
        "semantic": "number",
        "unit": "元",
        "filled": 251000,
        "fill_rule": None,
        "source": "t1/r18/c4",
    }
    json.dumps(answer, ensure_ascii=False)


def test_refusals_are_listed_once_with_their_reason() -> None:
    answer = read_golden("shili-liangnian_2020")
    refused = answer["refused"]
    assert isinstance(refused, list)
    assert [one["part"] for one in refused] == ["t2", "t3", "t4"]
    assert all("several reports" in one["reason"] for one in refused)
    assert answer["cells"] == []


COVER = """<html><head><title>示例市某局2023年政府信息公开工作年度报告</title></head><body>
<h1>示例市某局2023年政府信息公开工作年度报告</h1><div class="TRS_Editor">{}</div></body></html>"""


def test_an_archive_of_two_reports_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("shili-fenye_2024", "shili-siyuxian_2024"):
            archive.writestr(f"{name}.html", (GOLDEN / name / "document.html").read_bytes())
    answer = to_json(read("0" * 64, content.getvalue()))
    assert answer["cells"] == []
    assert {one["part"] for one in answer["refused"]} >= {"t2", "t3", "t4"}
    assert all("two agencies" in one["reason"] for one in answer["refused"])


def test_a_page_that_links_its_report_is_refused_without_blame() -> None:
    link = '<p>附件：<a appendix="true" href="./P020240120000001.pdf">年度报告全文.pdf</a></p>'
    reading = read("0", COVER.format(link).encode())
    assert reading.observations == ()
    assert {one["part"] for one in to_json(reading)["refused"]} >= {"t2", "t3", "t4"}
    assert {(one.severity, one.fault) for one in reading.findings} == {("info", "unknown")}
    assert all("年度报告全文.pdf" in one.message for one in reading.findings)


def test_news_lacks_no_tables() -> None:
    page = COVER.format("<p>近日，示例市召开会议，部署年度报告编制工作。</p>" * 20)
    news = read(
        "0", page.replace("示例市某局2023年政府信息公开工作年度报告", "示例市召开编制培训会").encode()
    )
    assert [one.rule for one in news.findings if one.severity == "error"] == ["NOT_A_REPORT"]
    assert {one["part"] for one in to_json(news)["refused"]} >= {"t2", "t3", "t4"}


def test_a_file_that_cannot_be_read_has_a_reading_with_the_reason() -> None:
    reading = refuse("0", EncryptedError("0: wants a password"))
    assert [(one.rule, one.status) for one in reading.findings] == [("UNREADABLE_ENCRYPTED", "refused")]
    assert to_json(reading)["refused"] == [{"part": "document", "reason": "0: wants a password"}]
    with pytest.raises(UnknownFormatError):
        read("0", b"\x00" * 64)


def test_the_version_changes_with_the_format_only_where_the_reader_does() -> None:
    assert reader_version() == reader_version()
    assert len({reader_version(name) for name in ("", "html", "text", "pdf", "docx")}) == 5
    assert version_for(b"%PDF-1.7") == reader_version("pdf")


def test_reading_a_page_loads_no_library_of_other_formats() -> None:
    page = GOLDEN / "shili-siyuxian_2024" / "document.html"
    code = (
        "import sys, pathlib; from pipeline.reading import read; "
        f"read('0', pathlib.Path({str(page)!r}).read_bytes()); "
        "print(sorted({'pdfplumber', 'docx', 'duckdb', 'dagster', 'polars', 'pypdfium2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_report_is_read_in_a_few_milliseconds() -> None:
    content = (GOLDEN / "shili-yijiju_2022" / "document.html").read_bytes()
    read("0", content)
    started = time.process_time()
    for _ in range(20):
        read("0", content)
    assert (time.process_time() - started) / 20 < 0.05
