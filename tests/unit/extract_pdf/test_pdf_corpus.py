"""A real report from the shared corpus; skipped where the corpus is not beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import Limits, pdf
from pipeline.records import Document

FILE = Path(__file__).parents[4] / "shared" / "corpus" / "docs" / "huaian-hongze-2024.pdf"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared corpus is not beside this repository")


@pytest.fixture(scope="module")
def document() -> Document:
    return pdf.extract("0" * 64, FILE.read_bytes(), Limits())


def row(document: Document, label: str) -> list[str]:
    """The texts of the row that holds a cell of this label."""
    for table in document.tables:
        for cell in table.cells:
            if cell.text == label:
                return [other.text for other in table.cells if other.row == cell.row]
    raise AssertionError(label)


def test_every_table_fragment_is_found(document: Document) -> None:
    shapes = [(table.row_count, table.column_count, table.cells[0].page) for table in document.tables]
    assert shapes == [(7, 4, 2), (7, 2, 3), (16, 10, 3), (10, 10, 4), (4, 15, 4)]
    assert document.problems == ()


def test_a_group_goes_on_over_the_page(document: Document) -> None:
    label = "1.本机关不掌握相关政府信息"
    assert row(document, label) == ["（四）无法提供", label, "31", "0", "0", "0", "0", "0", "31"]
    label = "2.没有现成信息需要另行制作"
    assert row(document, label)[2:] == [label, "1", "0", "0", "0", "0", "0", "1"]
    assert row(document, "（七）总计")[2:] == ["95", "0", "0", "0", "0", "0", "95"]


def test_the_review_table_has_fifteen_values(document: Document) -> None:
    values = [cell.text for cell in document.tables[4].cells if cell.row == 3]
    assert values == list("110021000120103")


def test_prose_holds_whole_paragraphs(document: Document) -> None:
    assert document.titles[0] == "淮安市洪泽区人民政府2024年政府信息公开工作年度报告"
    assert "\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题" in document.prose
    assert "- 3 -" not in document.prose
    assert document.prose.endswith("全年收取政府信息公开信息处理费0元。")
