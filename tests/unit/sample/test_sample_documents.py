"""The formats of attachments: each holds every true cell, and equal content gives equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from pipeline.errors import UnsupportedFormatError
from pipeline.sample import render_scan as scans
from pipeline.sample.city import City
from pipeline.sample.content import Content
from pipeline.sample.render_doc import render_doc
from pipeline.sample.render_docx import render_docx
from pipeline.sample.render_pdf import render_pdf
from pipeline.sample.render_scan import render_scan
from pipeline.sample.render_text import render_text
from pipeline.sample.render_xlsx import render_xlsx
from pipeline.sample.render_zip import render_zip
from pipeline.sample.site import build_pages
from pipeline.sample.spec import BASE_URL
from pipeline.sample.typeset import typeset

RTF_LETTER = re.compile(r"\\u(-?\d+)\?")


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _in_format(contents: list[Content], name: str) -> list[Content]:
    found = [content for content in contents if content.report.style.format == name]
    assert found
    return found


def _as_style(content: Content, name: str) -> Content:
    return replace(content, report=replace(content.report, style_name=name))


def _pdf_text(body: bytes) -> list[str]:
    with pypdfium2.PdfDocument(body) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _rows_without_spans(content: Content) -> list[str]:
    """The rows of all tables whose cells span no other row, as run-together text."""
    return [
        _squeezed("".join(cell.text for cell in row))
        for grids in content.tables.values()
        for grid in grids
        for row in grid
        if all(cell.rows == 1 for cell in row) and any(cell.code for cell in row)
    ]


def test_pdf_pages_show_every_row_in_order(contents: list[Content]) -> None:
    for content in _in_format(contents, "pdf"):
        pages = _pdf_text(render_pdf(content))
        assert len(pages) >= 2
        for number, page in enumerate(pages, 1):
            assert _squeezed(page).endswith(f"-{number}-")
        text, at = _squeezed("".join(pages)), 0
        for row in _rows_without_spans(content):
            at = text.find(row, at)
            assert at >= 0, (content.report.url, row)
        assert _squeezed(content.report.title) in text


def test_tables_of_some_pdf_cross_a_page_inside_a_group(contents: list[Content]) -> None:
    divided, repeated = 0, 0
    for content in _in_format(contents, "pdf"):
        if content.report.is_statistics:
            continue
        pages = [_squeezed(page) for page in _pdf_text(render_pdf(content))]
        starts = [
            page
            for page in pages[1:]
            if re.match(r"\d[.、](属于|其他|危及|保护|没有|补正|重复|要求|无正当)", page)
        ]
        divided += bool(starts)
        repeated += sum("申请人情况" in page for page in pages) == 2
    assert divided >= 3
    assert repeated >= 1


def test_everything_stands_within_the_paper(contents: list[Content]) -> None:
    for content in _in_format(contents, "pdf"):
        for page in typeset(content):
            assert all(0 < text.left < 560 and 0 < text.top < 830 for text in page.texts)
            assert all(0 < stroke.y0 <= stroke.y1 < 800 for stroke in page.strokes)


def test_workbooks_hold_numbers_as_numbers_and_the_rest_as_printed(contents: list[Content]) -> None:
    for content in _in_format(contents, "xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(content))).active
        shown = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
        assert shown[0] == content.report.title
        rest = iter(shown)
        for cell in content.cells:
            wanted = cell.value if re.fullmatch(r"-?\d+(\.\d+)?", cell.text) else cell.text
            assert not cell.text or wanted in rest, (content.report.url, cell)


def test_archives_name_the_report_in_chinese(contents: list[Content]) -> None:
    for content in _in_format(contents, "zip"):
        with zipfile.ZipFile(io.BytesIO(render_zip(content))) as archive:
            assert archive.testzip() is None
            entry = archive.infolist()[0]
            body = archive.read(entry)
        name = entry.filename
        if content.report.style_name == "zip_gbk":
            assert not entry.flag_bits & 0x800
            name = name.encode("cp437").decode("gb18030")
            assert body == render_text(content)
        else:
            assert body == render_docx(content)
        assert _squeezed(name).startswith(_squeezed(content.report.title))


def test_rtf_rows_hold_the_cells(contents: list[Content]) -> None:
    content = _in_format(contents, "docx")[0]
    body = render_doc(content).decode("ascii")
    assert body.startswith("{\\rtf1")
    assert body.count("{") - body.count("\\{") == body.count("}") - body.count("\\}")
    plain = RTF_LETTER.sub(lambda found: chr(int(found[1]) % 65536), body)
    rows = [
        _squeezed("".join(re.findall(r"\\intbl (.*?)\\cell\b", line, re.DOTALL)).replace("\\line", ""))
        for line in plain.split("\\trowd")[1:]
    ]
    rest = iter(rows)
    assert all(row in rest for row in _rows_without_spans(content))


def test_markdown_has_rules_and_made_up_headers(contents: list[Content]) -> None:
    for content in contents:
        if content.report.style_name == "txt_markdown_split":
            lines = render_text(content).decode().split("\n")
            assert lines[0].startswith("# ")
            assert sum(line.startswith("## ") for line in lines) == 6
            assert sum(line.startswith("| 列1 ") for line in lines) >= 1
            assert lines[
                lines.index(next(line for line in lines if line.startswith("| 列1 "))) + 1
            ].startswith("|---")


def test_scans_are_pictures_and_repeatable(contents: list[Content]) -> None:
    pytest.importorskip("PIL", reason="Pillow comes with the extra `ocr`")
    if not any(Path(path).is_file() for path in scans.FONTS):
        pytest.skip("no font for Chinese on this machine (apt-get install fonts-noto-cjk)")
    content = _as_style(_in_format(contents, "pdf")[0], "scan")
    body = render_scan(content)
    assert body == render_scan(content)
    assert not "".join(_pdf_text(body)).strip()
    with pypdfium2.PdfDocument(body) as document:
        assert len(document) == len(typeset(content))
        picture = document[0].render(scale=0.5, grayscale=True).to_numpy()
    assert 0.8 < (picture > 200).mean() < 0.999


def test_scans_without_a_font_are_refused_by_name(
    contents: list[Content], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PIL", reason="Pillow comes with the extra `ocr`")
    monkeypatch.setattr(scans, "FONTS", ("/nowhere/font.ttc",))
    with pytest.raises(UnsupportedFormatError, match="fonts-noto-cjk"):
        render_scan(contents[0])


@pytest.mark.parametrize("render", [render_docx, render_pdf, render_xlsx, render_zip, render_doc])
def test_equal_content_gives_equal_bytes(contents: list[Content], render: Callable[[Content], bytes]) -> None:
    content = _as_style(_in_format(contents, "docx")[0], "zip_docx")
    assert render(content) == render(content)


def test_attachments_are_served_under_their_names(city: City) -> None:
    pages = build_pages(city)
    suffixes = {"text": ".txt", "docx": ".docx", "pdf": ".pdf", "xlsx": ".xlsx", "zip": ".zip"}
    for report in city.reports:
        if report.attachment_name is not None:
            assert report.document_url.endswith(suffixes[report.style.format])
            page = pages[report.url.removeprefix(BASE_URL)].render().decode()
            assert f'href="./{report.attachment_name}"' in page
