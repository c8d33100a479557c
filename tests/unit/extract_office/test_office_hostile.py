"""Damaged, locked and hostile Office files end in a named error, quickly and without side effects."""

from __future__ import annotations

import io
import os
import select
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from office_builders import docx, ole, p, rar, tbl, tc, tr, word_head, xls, zip_of

from pipeline.errors import DamagedFileError, EncryptedError, ExtractError, LimitError, UnsupportedFormatError
from pipeline.extract import Limits, doc, extract, sandbox, xlsx
from pipeline.extract import docx as word
from pipeline.extract import ole as compound
from pipeline.extract import zip as archive

SHA = "0" * 64
MILLION = 10**6
BSDTAR = pytest.mark.skipif(
    sandbox.find("bsdtar") is None, reason="bsdtar is not installed (libarchive-tools)"
)


def fails(error: type[ExtractError], content: bytes, words: str, limits: Limits | None = None) -> None:
    """`extract` raises this very error, in one line, within ten seconds."""
    start = time.monotonic()
    with pytest.raises(error, match=words) as caught:
        extract(SHA, content, limits)
    assert time.monotonic() - start < 10
    assert caught.type is error
    assert "\n" not in str(caught.value)


def test_a_table_of_a_million_cells() -> None:
    row = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 100 + "</w:tr>"
    fails(LimitError, docx(f"<w:tbl>{row * (MILLION // 100)}</w:tbl>"), "more than 200000 table cells")


def test_a_million_cells_by_spans_alone() -> None:
    rows = tr(tc("1", '<w:gridSpan w:val="999999999"/>')) + tr(tc("1"), tc("2"))
    fails(LimitError, docx(f"<w:tbl>{rows * 3000}</w:tbl>"), "rows by 200 columns")


def test_a_million_empty_tags() -> None:
    fails(LimitError, docx("<w:p/>" * 5 * MILLION), "tags")


def test_a_part_that_declares_too_much() -> None:
    content = docx(p("公开" * 5000))
    fails(LimitError, content, "unpacks to", Limits(max_bytes=20_000))


def test_a_bomb_that_declares_little() -> None:
    """The directory says 100 bytes; the data is 100 MB."""
    packed = bytearray(zip_of({"_rels/.rels": b"<r/>", "word/document.xml": b"<a>" + bytes(100 * MILLION)}))
    at = packed.rfind(b"PK\x01\x02")
    struct.pack_into("<I", packed, at + 24, 100)
    fails(DamagedFileError, bytes(packed), "damaged zip entry|malformed")


def test_a_directory_of_a_million_entries() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    directory = entry * (MILLION // 4)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    fails(LimitError, b"PK\x03\x04" + directory + tail, "zip directory of")


def test_tables_nested_without_end() -> None:
    body = p("底")
    for _ in range(100):
        body = tbl(tr(tc("甲"), tc("乙"), tc(body)))
    fails(LimitError, docx(body), "nested too deeply")


def test_tables_nested_as_deep_as_xml_allows() -> None:
    body = tbl(tr(tc("甲"), tc("乙")) * 1000)
    for _ in range(80):
        body = tbl(tr(tc(body), tc("丙")))
    start = time.monotonic()
    assert len(extract(SHA, docx(body)).tables) <= 1
    assert time.monotonic() - start < 10


def test_deep_markup() -> None:
    fails(LimitError, docx("<w:p>" * 5000 + "</w:p>" * 5000), "nested too deeply")


def test_fields_opened_for_ever_take_no_time() -> None:
    start = time.monotonic()
    opened = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 20_000
    assert extract(SHA, docx(opened + p("完"))).prose == "完"
    assert time.monotonic() - start < 10


ENTITY = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname"> <!ENTITY y "内部">]>'


@pytest.mark.parametrize("reference", ["&x;", "&y;", "文"])
def test_document_types_and_entities_are_refused(reference: str) -> None:
    body = f"<w:p><w:r><w:t>{reference}</w:t></w:r></w:p>"
    fails(DamagedFileError, docx(body, head=ENTITY), "document type|malformed")


def test_a_thousand_million_laughs() -> None:
    lines = ['<!ENTITY a0 "哈">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    body = '<w:p w:rsid="&a9;"><w:r><w:t>&a9;</w:t></w:r></w:p>'
    fails(
        DamagedFileError,
        docx(body, head=f"<!DOCTYPE w:document [{''.join(lines)}]>"),
        "document type|malformed",
    )


def whole() -> bytes:
    return docx(p("一、总体情况") + tbl(tr(tc("规章"), tc("1"))))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_word_file(kept: float) -> None:
    content = whole()
    fails(DamagedFileError, content[: int(len(content) * kept)], "truncated")


def test_a_word_file_with_flipped_bytes() -> None:
    content = bytearray(
        zip_of({"_rels/.rels": b"<r/>", "word/document.xml": os.urandom(2000).hex().encode()})
    )
    at = content.find(b"word/document.xml") + 500
    content[at : at + 20] = bytes(20)
    fails(DamagedFileError, bytes(content), "damaged zip entry")


def test_a_word_file_without_a_document_or_a_body() -> None:
    names = {"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<s/>"}
    fails(DamagedFileError, zip_of(names), "lacks its part word/document.xml")
    fails(DamagedFileError, zip_of({**names, "word/document.xml": b"<d/>"}), "without a body")


def test_an_encrypted_zip_entry() -> None:
    content = bytearray(whole())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 1)
    fails(EncryptedError, bytes(content), "password")


def test_an_encrypted_office_package() -> None:
    fails(EncryptedError, ole({"EncryptionInfo": b"\4", "EncryptedPackage": b"\1" * 5000}), "password")


def test_an_encrypted_word_97_file() -> None:
    fails(EncryptedError, ole({"WordDocument": word_head(flags=0x0100), "1Table": b""}), "password")


def test_an_encrypted_excel_97_file() -> None:
    fails(EncryptedError, xls([["规章", 1]], password=True), "password")


@pytest.mark.parametrize("kept", [100, 600, 1100])
def test_a_truncated_ole_file(kept: int) -> None:
    fails(DamagedFileError, ole({"WordDocument": word_head()})[:kept], "OLE|LibreOffice|header")


def test_an_ole_file_whose_chains_loop() -> None:
    content = bytearray(ole({"WordDocument": word_head(), "1Table": b""}))
    struct.pack_into("<128I", content, 512, *([1] * 128))
    start = time.monotonic()
    assert compound.stream_names(bytes(content))
    assert time.monotonic() - start < 1


def test_an_ole_file_of_something_else_is_not_ours() -> None:
    content = ole({"PowerPoint Document": b"x"})
    assert not doc.sniff(content)
    assert not xlsx.sniff(content)


def test_a_doc_of_a_million_cells_is_refused_before_it_is_converted() -> None:
    fails(LimitError, b"{\\rtf1 " + b"\\cell" * MILLION + b"}", "1000000 table cells")


def sheet_xml(cells: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def workbook(sheet: bytes) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = '<Relationships xmlns="{}"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    return zip_of(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relation.format(package, office, "officeDocument", "xl/workbook.xml").encode(),
            "xl/_rels/workbook.xml.rels": relation.format(
                package, office, "worksheet", "worksheets/s.xml"
            ).encode(),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            "xl/worksheets/s.xml": sheet,
        }
    )


def test_a_sheet_of_two_cells_in_opposite_corners() -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    fails(LimitError, workbook(sheet_xml(corners)), "limit|too large")


def test_a_sheet_of_a_million_cells() -> None:
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    fails(LimitError, workbook(sheet_xml(row * (MILLION // 100))), "limit is 200000 cells")


def test_a_workbook_that_declares_too_much() -> None:
    content = workbook(sheet_xml(" " * 100_000))
    fails(LimitError, content, "unpacks to", Limits(max_bytes=20_000))


@pytest.mark.parametrize("kept", [0.4, 0.95])
def test_a_truncated_workbook(kept: float) -> None:
    content = workbook(sheet_xml("<row><c><v>1</v></c></row>"))
    fails(DamagedFileError, content[: int(len(content) * kept)], "truncated|damaged")


def test_a_workbook_of_rubbish() -> None:
    fails(DamagedFileError, ole({"Workbook": b"\xff" * 5000}), "xls")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching a process by descriptor needs Linux")
def test_a_program_past_its_time_is_killed_with_its_children(tmp_path: Path) -> None:
    script = tmp_path / "slow.sh"
    script.write_text("sleep 60 & echo $! > child; wait\n")
    start = time.monotonic()
    with pytest.raises(LimitError, match=r"longer than 0\.3 s"):
        sandbox.run(("/bin/sh", str(script)), tmp_path, 0.3, 1000)
    assert time.monotonic() - start < 5
    assert _ended(int((tmp_path / "child").read_text()))


def _ended(process: int) -> bool:
    """Whether a process, not a child of ours, has ended or does so while it is watched."""
    try:
        watched = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 5)[0])
    finally:
        os.close(watched)


def test_a_program_that_floods_its_output_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="more than 1000 bytes"):
        sandbox.run(("/usr/bin/yes",), tmp_path, 10, 1000)


def test_a_program_sees_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_SECRET", "x")
    outcome = sandbox.run(("/usr/bin/env",), tmp_path, 10, 10_000)
    assert b"GONGKAI_SECRET" not in outcome.output
    assert f"HOME={tmp_path}".encode() in outcome.output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{\\rtf1 x}", "apt-get install libreoffice-writer-nogui antiword"),
        (rar({"a.txt": b"x"}), "apt-get install libarchive-tools"),
    ],
)
def test_a_missing_program_is_named(content: bytes, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "find", lambda _: None)
    fails(UnsupportedFormatError, content, words)


def test_zip_names_never_become_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = zip_of({"../../evil.docx": whole(), "/etc/evil": b"x", "..\\c.txt": b"y"})
    assert extract(SHA, content).format == "zip/docx"
    assert list(tmp_path.iterdir()) == []


@BSDTAR
def test_rar_names_never_become_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert extract(SHA, rar({"../../evil.docx": whole()})).format == "rar/docx"
    assert list(tmp_path.iterdir()) == []


def test_an_archive_bomb() -> None:
    content = zip_of({f"{n}.docx": bytes(60 * MILLION) for n in range(5)})
    fails(LimitError, content, "unpacks to 300000000 bytes")


def test_overlapping_entries() -> None:
    """Many directory entries that point at the same packed data."""
    content = zip_of({"a.docx": bytes(MILLION)})
    at, end = content.find(b"PK\x01\x02"), content.find(b"PK\x05\x06")
    entry = content[at:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 900, 900, len(entry) * 900, at, 0)
    fails(LimitError, content[:at] + entry * 900 + tail, "archive of 900 files")


def test_archives_in_archives_are_opened_once() -> None:
    once = zip_of({"inner.zip": zip_of({"报告.docx": whole()})})
    assert extract(SHA, once).format == "zip/docx"
    with pytest.raises(ExtractError, match="no readable document"):
        extract(SHA, zip_of({"outer.zip": once}))


def test_a_zip_that_holds_itself_by_name_only() -> None:
    with pytest.raises(ExtractError, match="no readable document"):
        extract(SHA, zip_of({"dir/": b""}))


@pytest.mark.parametrize("kept", [0.5, 0.98])
def test_a_truncated_archive(kept: float) -> None:
    content = zip_of({"报告.docx": whole(), "附件.docx": whole()})
    fails(DamagedFileError, content[: int(len(content) * kept)], "truncated")


@BSDTAR
def test_a_truncated_rar() -> None:
    content = rar({"报告.docx": whole()})
    fails(DamagedFileError, content[:-400], "bsdtar cannot read this rar")


@pytest.mark.parametrize(
    "make",
    [lambda: b"PK\x03\x04", lambda: b"PK\x05\x06" + bytes(18), lambda: b"Rar!\x1a\x07\x00" + bytes(50)],
)
def test_stubs_of_archives_end_in_named_errors(make: Callable[[], bytes]) -> None:
    with pytest.raises(ExtractError):
        archive.extract(SHA, make(), Limits())


def test_the_sniffers_read_any_rubbish() -> None:
    for start in (b"PK\x03\x04", b"PK\x05\x06", compound.MAGIC, b"{\\rtf", b"Rar!\x1a\x07"):
        for length in (0, 10, 600, 5000):
            content = start + os.urandom(length)
            for module in (word, xlsx, doc, archive):
                assert module.sniff(content) in (True, False)


def test_a_zip_with_a_comment_that_looks_like_an_end() -> None:
    buffer = io.BytesIO(whole())
    with zipfile.ZipFile(buffer, "a") as file:
        file.comment = b"PK\x05\x06" + bytes(10)
    fails(DamagedFileError, buffer.getvalue(), "truncated")
