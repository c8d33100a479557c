"""What a body is, whatever its headers say."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.errors import TruncatedBodyError
from pipeline.fetch.body import check_whole
from pipeline.fetch.judge import decode, sniff


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\n\n%PDF-1.4\n", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "application/x-ole-storage"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "text/html"),
        ("  \n<div class='x'>年报</div>".encode("gb18030"), "text/html"),
        ("固原市某局2019年报告".encode(), "text/plain"),
        ("<html>".encode("utf-16"), "text/html"),
        ("年度报告".encode("utf-16"), "text/plain"),
        (b"\x00\x01\x02\x03binary", "application/octet-stream"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (zipped("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
        (zipped("OFD.xml"), "application/ofd"),
        (zipped("a.txt"), "application/zip"),
    ],
)
def test_the_type_is_sniffed(body: bytes, media_type: str) -> None:
    assert sniff(body).endswith(media_type)


@pytest.mark.parametrize(
    ("body", "header", "charset"),
    [
        ("报告".encode(), None, "utf-8"),
        ("报告".encode(), "text/html; charset=gb2312", "utf-8"),
        ("年度報告".encode("big5"), "text/html; charset=big5", "big5"),
        ("年度报告".encode("gb18030"), "text/html; charset=utf-16", "gb18030"),
        ("年度报告".encode("gb18030"), "text/html; charset=koi8-r", "gb18030"),
        ("年度报告".encode("gb18030"), "text/html; charset=utf-8", "gb18030"),
        ("年度报告㐀".encode("gb18030"), "text/html; charset=gb2312", "gb18030"),
        ("年度报告".encode("gb18030"), "text/html; charset=ISO-8859-1", "gb18030"),
        ('<meta charset="gbk">报告'.encode("gbk"), None, "gb18030"),
        ("报告".encode("utf-16"), None, "utf-16"),
        ("报告".encode(), "text/html; charset=nonsense", "utf-8"),
    ],
)
def test_the_charset_is_found_out(body: bytes, header: str | None, charset: str) -> None:
    assert decode(body, header)[1] == charset


def test_text_survives_a_wrong_header() -> None:
    assert (
        decode("政府信息公开年度报告".encode("gbk"), "text/html; charset=utf-8")[0] == "政府信息公开年度报告"
    )


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.4 half", "application/pdf"),
        (zipped("word/x")[:-30], "application/zip"),
    ],
    ids=["pdf", "zip"],  # a ZIP holds the time it was made: no name for a test
)
def test_files_without_a_length_must_end_properly(body: bytes, media_type: str) -> None:
    with pytest.raises(TruncatedBodyError):
        check_whole(body, media_type, framed=False, closing_tag=True, url="u")
    check_whole(body, media_type, framed=True, closing_tag=True, url="u")
