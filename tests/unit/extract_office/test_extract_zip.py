"""ZIP and RAR: the report is found by content, names are only words."""

from __future__ import annotations

import io
import zipfile

import pytest
from office_builders import docx, ole, p, rar, tbl, tc, tr, word_head, zip_of

from pipeline.errors import EncryptedError, UnsupportedFormatError
from pipeline.extract import extract, sandbox
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
