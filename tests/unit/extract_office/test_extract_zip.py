"""ZIP and RAR: the report is found by content, names are only words."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from office_builders import docx, ole, p, rar, tbl, tc, tr, word_head, zip_of

from pipeline.errors import DamagedFileError, EncryptedError, LimitError, UnsupportedFormatError
from pipeline.extract import Limits, extract, sandbox
from pipeline.extract import zip as archive

SHA = "0" * 64
BSDTAR = pytest.mark.skipif(
    sandbox.find("bsdtar") is None, reason="bsdtar is not installed (libarchive-tools)"
)


def report(agency: str = "示例市水务局") -> bytes:
    return docx(p(f"{agency}2023年政府信息公开工作年度报告") + tbl(tr(tc("规章"), tc("1"))))


def letter() -> bytes:
    return docx(p("关于召开会议的通知") + tbl(*[tr(tc("时间"), tc("地点"))] * 9))


def test_the_one_report_inside() -> None:
    content = zip_of({"附件.docx": report()})
    assert archive.sniff(content)
    document = extract(SHA, content)
    assert (document.sha256, document.format) == (SHA, "zip/docx")
    assert document.titles == ("示例市水务局2023年政府信息公开工作年度报告", "附件")
    assert len(document.tables) == 1
    assert document.problems == ()


def test_a_stored_office_file_inside_does_not_make_the_zip_one() -> None:
    assert extract(SHA, zip_of({"a.docx": report()}, zipfile.ZIP_STORED)).format == "zip/docx"


def test_the_report_is_chosen_by_content_not_by_order_or_size() -> None:
    document = extract(SHA, zip_of({"通知.docx": letter(), "a1.docx": report()}))
    assert document.titles[0].startswith("示例市水务局2023年")
    assert document.problems == ()


def test_a_note_beside_the_report_is_no_rival() -> None:
    note = "附件为年度报告全文，请下载后查看。".encode()
    assert extract(SHA, zip_of({"a1.docx": report(), "说明.txt": note})).problems == ()


def test_several_reports_are_said() -> None:
    document = extract(SHA, zip_of({"水务局.docx": report(), "林业局.docx": report("示例市林业局")}))
    assert len(document.problems) == 1
    assert document.problems[0].startswith("several_candidates: took ")
    assert "水务局.docx" in document.problems[0]
    assert "林业局.docx" in document.problems[0]
    taken = document.titles[0]
    assert {taken, *(rival.titles[0] for rival in document.rivals)} == {
        f"{agency}2023年政府信息公开工作年度报告" for agency in ("示例市水务局", "示例市林业局")
    }


def test_the_same_report_in_another_format_is_no_rival() -> None:
    cells = "<table>" + "<tr><td>规章</td><td>1</td></tr>" * 3 + "</table>"
    page = f"<html><body><h1>示例市水务局2023年政府信息公开工作年度报告</h1>{cells}</body></html>".encode()
    body = p("示例市水务局2023年政府信息公开工作年度报告", '<w:jc w:val="center"/>')
    word = docx(body + tbl(*[tr(tc("规章"), tc("1"))] * 3))
    assert extract(SHA, zip_of({"年报.docx": word, "年报.html": page})).problems == ()
    other = page.replace(b"<td>1</td>", b"<td>2</td>", 1)
    assert (
        extract(SHA, zip_of({"年报.docx": word, "年报.html": other})).problems[0].startswith("several_cand")
    )


def test_the_same_figures_of_another_agency_are_a_rival() -> None:
    several = extract(SHA, zip_of({"甲.docx": report("示例市林业局"), "乙.docx": report()}))
    assert several.problems[0].startswith("several_candidates")


def test_the_blank_form_beside_the_report_is_no_rival() -> None:
    form = docx(p("政府信息公开工作年度报告格式") + tbl(*[tr(tc("规章"), tc(""))] * 40))
    assert extract(SHA, zip_of({"空表.docx": form, "年报.docx": report()})).problems == ()


@pytest.mark.parametrize("cut", [0, 30])
def test_one_file_in_gzip(cut: int) -> None:
    packed = gzip.compress(report(), mtime=0)
    if cut:
        with pytest.raises(DamagedFileError, match="truncated gzip"):
            extract(SHA, packed[:-cut])
        return
    document = extract(SHA, packed)
    assert (document.format, document.titles) == (
        "gzip/docx",
        ("示例市水务局2023年政府信息公开工作年度报告",),
    )


def test_a_gzip_bomb_and_rubbish() -> None:
    with pytest.raises(LimitError, match="unpacks to more than"):
        extract(SHA, gzip.compress(bytes(2_000_000), mtime=0), Limits(max_bytes=1_000_000))
    with pytest.raises(DamagedFileError, match="damaged gzip"):
        extract(SHA, b"\x1f\x8b" + bytes(50))


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_what_stands_before_a_mark_hides_no_file(before: bytes) -> None:
    assert extract(SHA, before + zip_of({"附件.docx": report()})).format == "zip/docx"
    assert extract(SHA, before + report()).format == "docx"


def test_litter_of_other_systems_is_passed_over() -> None:
    litter = {"__MACOSX/._报告.docx": b"x", "Thumbs.db": b"x", "~$报告.docx": b"x", ".DS_Store": b"x"}
    assert extract(SHA, zip_of({**litter, "报告.docx": report()})).problems == ()


def test_names_in_gbk_are_decoded_for_the_title() -> None:
    name = "水务局年报.docx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("x" * len(name.encode("gbk")), report())
    content = buffer.getvalue().replace(b"x" * len(name.encode("gbk")), name.encode("gbk"))
    assert extract(SHA, content).titles[-1] == "水务局年报"


def test_a_locked_report_beside_a_letter_is_an_error_not_the_letter() -> None:
    locked = ole({"WordDocument": word_head(flags=0x0100), "1Table": b""})
    with pytest.raises(EncryptedError, match="password"):
        extract(SHA, zip_of({"通知.docx": letter(), "报告.doc": locked}))


def test_an_unreadable_neighbour_of_the_report_is_said() -> None:
    locked = ole({"WordDocument": word_head(flags=0x0100), "1Table": b""})
    document = extract(SHA, zip_of({"报告.docx": report(), "附表.doc": locked}))
    assert document.titles[0].startswith("示例市水务局")
    assert document.problems[0].startswith("unreadable_member: ")


@pytest.mark.parametrize(
    ("name", "words"),
    [("OFD.xml", "OFD"), ("ppt/presentation.xml", "PowerPoint"), ("mimetype", "OpenDocument")],
)
def test_documents_that_are_zips_are_named_not_read_as_xml(name: str, words: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=words):
        extract(SHA, zip_of({name: b"<a>12</a>", "content.xml": b"<b>34</b>"}))


@BSDTAR
def test_rar_archives() -> None:
    document = extract(SHA, rar({"通知.docx": letter(), "报告.docx": report()}))
    assert document.format == "rar/docx"
    assert document.titles == ("示例市水务局2023年政府信息公开工作年度报告", "报告")
