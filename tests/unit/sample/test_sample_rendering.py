from __future__ import annotations

import hashlib
import io
import re

import docx
import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.sample.city import City, build
from pipeline.sample.content import Content
from pipeline.sample.dump import pages
from pipeline.sample.printing import PrintedCell
from pipeline.sample.render_docx import render_docx
from pipeline.sample.render_html import render_html
from pipeline.sample.render_text import render_text
from pipeline.sample.spec import SampleSpec
from pipeline.sample.styles import BY_NAME


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _is_subsequence(wanted: list[str], texts: list[str]) -> bool:
    rest = iter(texts)
    return all(text in rest for text in wanted)


def _printed(cells: tuple[PrintedCell, ...]) -> list[str]:
    return [_squeezed(cell.text) for cell in cells]


def _by_format(contents: list[Content], name: str) -> list[Content]:
    return [content for content in contents if content.report.style.format == name and content.cells]


def test_html_shows_every_true_cell_in_order(contents: list[Content], city: City) -> None:
    pages_seen = _by_format(contents, "html")[::7]
    assert len(pages_seen) > 60
    for content in pages_seen:
        html = render_html(content, city.spec.seed).decode(content.report.style.encoding)
        tree = LexborHTMLParser(html)
        texts = [_squeezed(cell.text()) for cell in tree.css("td") if not cell.css("table")]
        assert _is_subsequence(_printed(content.cells), texts), content.report.url


def test_spans_of_official_tables_fill_a_rectangle(contents: list[Content], city: City) -> None:
    clean = next(c for c in contents if c.report.style_name == "clean" and c.cells)
    tree = LexborHTMLParser(render_html(clean, city.spec.seed))
    for table in tree.css("table[border]"):
        area = sum(
            int(c.attributes.get("colspan") or 1) * int(c.attributes.get("rowspan") or 1)
            for c in table.css("td")
        )
        rows = len(table.css("tr"))
        assert area % rows == 0


@pytest.mark.parametrize("name", ["txt_tab", "txt_tab_trap", "txt_pipe", "txt_lines", "txt_gbk"])
def test_text_shows_every_true_cell_in_order(contents: list[Content], name: str) -> None:
    found = [
        content
        for content in contents
        if content.report.style_name == name and not content.report.is_statistics
    ]
    assert found
    for content in found:
        text = render_text(content).decode(BY_NAME[name].encoding)
        texts = [_squeezed(part) for part in re.split(r"[\t|\n]", text)]
        assert _is_subsequence(_printed(content.cells), texts), content.report.url


def test_the_page_break_trap_moves_a_label_to_the_first_cell(contents: list[Content]) -> None:
    content = next(c for c in contents if c.report.style_name == "txt_tab_trap")
    lines = render_text(content).decode().split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("6") and "属于四类" in line)
    assert len(lines[at].split("\t")) == 10
    assert lines[at + 1] == ""


def test_run_together_text_has_no_separators(contents: list[Content]) -> None:
    for content in contents:
        if content.report.style_name == "txt_runon":
            assert "规章000" in render_text(content).decode()


def test_word_files_hold_the_cells(contents: list[Content]) -> None:
    content = _by_format(contents, "docx")[0]
    document = docx.Document(io.BytesIO(render_docx(content)))
    texts = []
    for table in document.tables:
        for row in table.rows:
            cells = list(dict.fromkeys(cell._tc for cell in row.cells))
            texts += [
                _squeezed("".join(node.text or "" for node in cell.iter() if node.tag.endswith("}t")))
                for cell in cells
            ]
    assert _is_subsequence(_printed(content.cells), texts)


def test_encodings_are_as_planned(contents: list[Content], city: City) -> None:
    for name, declared in (
        ("gbk", b"charset=gb2312"),
        ("gbk_wrong_meta", b"charset=utf-8"),
        ("gbk_no_meta", None),
    ):
        content = next(c for c in contents if c.report.style_name == name)
        body = render_html(content, city.spec.seed)
        with pytest.raises(UnicodeDecodeError):
            body.decode("utf-8")
        assert content.report.agency.name in body.decode("gb18030")
        assert (declared in body) if declared else (b"charset" not in body)


def test_blank_zeros_and_blank_totals(contents: list[Content]) -> None:
    totals = [
        c
        for c in contents
        if c.report.style.blanks == "blank_totals" and c.cells and not c.report.is_statistics
    ]
    filled_in = 0
    for content in totals:
        for cell in content.cells:
            if cell.semantic == "blank":
                assert (cell.text, cell.value) == ("", None)
                filled_in += bool(cell.filled)
    assert filled_in > 10
    for content in contents:
        for part in ("t2", "t3", "t4"):
            cells = [cell for cell in content.cells if cell.code.startswith(part)]
            assert not cells or any(cell.semantic != "blank" for cell in cells), content.report.url


def test_notes_units_signs_and_marks_occur(contents: list[Content]) -> None:
    cells = [cell for content in contents for cell in content.cells]
    texts = {cell.text for cell in cells}
    assert any("（其中修订" in text for text in texts)
    assert any(cell.unit == "元" and cell.text == f"{cell.value:.0f}元" for cell in cells)
    assert any(cell.unit == "万元" for cell in cells)
    assert any(text.startswith("+") for text in texts)
    assert any(text.startswith("减") for text in texts)
    assert {cell.semantic for cell in cells} == {"number", "zero", "blank", "na_mark"}
    assert all(cell.value is None and cell.filled is None for cell in cells if cell.semantic == "na_mark")


def test_sizes_are_those_of_real_pages(contents: list[Content], city: City) -> None:
    picked = [c for c in _by_format(contents, "html") if not c.report.is_statistics][::5]
    sizes = {c.report.url: len(render_html(c, city.spec.seed)) for c in picked}
    words = [sizes[c.report.url] for c in picked if c.report.style.markup == "word"]
    others = sorted(sizes[c.report.url] for c in picked if c.report.style.markup != "word")
    assert 100_000 < max(words) < 180_000
    assert others[0] > 20_000
    assert others[len(others) // 2] < 60_000


def test_equal_specs_give_equal_bytes() -> None:
    spec = SampleSpec(agencies=24, years=(2018, 2022), seed=7)
    digests = [
        {url: hashlib.sha256(render()).hexdigest() for url, _, render in pages(build(spec))} for _ in range(2)
    ]
    assert digests[0] == digests[1]
    assert len(digests[0]) > 100
