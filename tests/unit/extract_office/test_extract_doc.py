"""DOC and RTF through LibreOffice: the same grids as their DOCX, nothing lost, nothing fetched."""

from __future__ import annotations

import http.server
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from office_builders import docx, ole, p, tbl, tc, tr, word_head

from pipeline.errors import DamagedFileError, LimitError
from pipeline.extract import Limits, doc, extract, sandbox, word_binary
from pipeline.extract import ole as compound
from pipeline.extract.grid import OBJECT

SHA = "0" * 64
SOFFICE = pytest.mark.skipif(
    sandbox.find("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)"
)
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def cell(text: str, properties: str = "", width: int = 2000) -> str:
    """A cell with its width, from which the old format tells the columns."""
    return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>{properties}')


BODY = (
    p("示例市水务局2023年政府信息公开工作年度报告", '<w:jc w:val="center"/>')
    + p("一、总体情况")
    + tbl(
        tr(cell("不予公开", RESTART), cell("1.属于国家秘密"), cell("0"), cell("")),
        tr(cell("", CONTINUE), cell("2.重复申请"), cell("3"), cell("　")),
        tr(cell("总计", '<w:gridSpan w:val="2"/>', 4000), cell("3"), cell("7")),
    )
    + p("全年公开信息15条。")
    + tbl(tr(cell("维持"), cell("纠正")), tr(cell("1"), cell("2")))
)
LAST = p("2024年1月20日")


def saved_as_word_97(home: Path, name: str, content: bytes) -> bytes:
    """A document as LibreOffice saves it for Word 97."""
    program = sandbox.find("soffice")
    assert program is not None
    (home / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{home / 'profile'}"
    filters = ("--infilter=HTML (StarWriter)",) if name.endswith(".html") else ()
    command = (
        program,
        profile,
        "--headless",
        *filters,
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        str(home),
    )
    sandbox.run((*command, str(home / name)), home, 60, 1 << 20)
    return (home / "a.doc").read_bytes()


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return saved_as_word_97(tmp_path_factory.mktemp("doc"), "a.docx", docx(BODY + LAST))


@pytest.mark.slow
@SOFFICE
def test_a_word_97_file_reads_like_its_docx(old_word: bytes) -> None:
    assert doc.sniff(old_word)
    document, modern = extract(SHA, old_word), extract(SHA, docx(BODY + LAST))
    assert document.format == "doc"
    assert document.problems == ()
    assert document.prose == modern.prose
    assert [table.cells for table in document.tables] == [table.cells for table in modern.tables]
    assert document.titles == modern.titles


@pytest.mark.slow
@SOFFICE
def test_cell_marks_of_a_word_97_file(old_word: bytes) -> None:
    marks = word_binary.cell_marks(compound.open_compound(old_word))
    assert marks.count == 15 + 5  # cells, hidden parts of merges too, and one mark a row
    assert marks.filled == 12


@pytest.mark.slow
@SOFFICE
def test_a_table_that_libreoffice_loses_is_said(tmp_path: Path) -> None:
    """It turns a table with no paragraph after it into text when it reads a .doc."""
    document = extract(SHA, saved_as_word_97(tmp_path, "a.docx", docx(BODY)))
    assert len(document.tables) == 1
    assert document.problems[0].startswith("cell_count_differs: ")
    assert document.problems[0].endswith("cell marks 12, libreoffice 8")


@pytest.mark.slow
@SOFFICE
def test_rtf_goes_the_same_way() -> None:
    # 规章 | 5 | a page number, which LibreOffice makes anew
    page = rb"{\field{\*\fldinst PAGE}{\fldrslt 7}}"
    row = rb"\trowd\cellx2000\cellx4000\cellx6000\intbl \u-30268?\u31456?\cell 5\cell " + page + rb"\cell\row"
    document = extract(SHA, rb"{\rtf1\ansi\uc1 " + row + rb"\pard done\par}")
    assert document.format == "rtf"
    assert [cell.text for cell in document.tables[0].cells] == ["规章", "5", f"{OBJECT}1"]


WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>{}</w:body>'
    "</w:wordDocument>"
)


@pytest.mark.slow
@SOFFICE
def test_a_word_2003_file_of_xml_goes_the_same_way() -> None:
    columns = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    body = BODY.replace("vMerge", "vmerge").replace("<w:tblGrid/>", columns)
    document = extract(SHA, WORD_2003.format(body).encode())
    assert document.format == "xml"
    assert [cell.text for cell in document.tables[0].cells if cell.row < 2][:4] == [
        "不予公开",
        "1.属于国家秘密",
        "0",
        "",
    ]


@pytest.mark.slow
@SOFFICE
def test_cells_that_libreoffice_loses_of_a_word_2003_file_are_said() -> None:
    document = extract(SHA, WORD_2003.format(BODY).encode())
    assert document.tables == ()
    assert document.problems[0].startswith("cell_count_differs: ")


def test_a_word_2003_file_with_entities_is_refused() -> None:
    content = WORD_2003.format("&x;").replace(
        "<w:word", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:x">]><w:word', 1
    )
    with pytest.raises(DamagedFileError, match="entities of its own"):
        extract(SHA, content.encode())


class Recorder(http.server.BaseHTTPRequestHandler):
    """Notes every request; nothing should ever come."""

    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    seen: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Recorder,), {"seen": seen}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_address[1], seen
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
@SOFFICE
def test_nothing_is_fetched_while_converting(listener: tuple[int, list[str]], tmp_path: Path) -> None:
    port, seen = listener
    link = f"http://127.0.0.1:{port}/a.png"
    content = saved_as_word_97(tmp_path, "a.html", f'<p>before<img src="{link}">after</p>'.encode())
    assert link.encode("utf-16-le") in content
    assert seen  # with its own settings LibreOffice does fetch
    seen.clear()
    assert extract(SHA, content).prose == "beforeafter"
    assert seen == []


@pytest.mark.slow
@SOFFICE
def test_a_conversion_past_its_time_is_stopped(old_word: bytes) -> None:
    with pytest.raises(LimitError, match=r"longer than 0\.05 s"):
        doc.extract(SHA, old_word, Limits(seconds=0.05))


@pytest.mark.slow
@SOFFICE
def test_a_word_file_of_rubbish_has_no_tables() -> None:
    content = ole({"WordDocument": word_head() + bytes(range(256)) * 20, "0Table": b"\2" * 600})
    assert extract(SHA, content).tables == ()


def test_a_conversion_that_leaves_nothing_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "find", lambda _: "/bin/true")
    with pytest.raises(DamagedFileError, match="LibreOffice cannot read this file"):
        doc.extract(SHA, b"{\\rtf1 x}", Limits())


def test_more_cells_in_another_count_are_a_problem_fewer_are_not() -> None:
    assert doc._lost_cells({"antiword": 210, "cell marks": 200}, 200) == (
        "cell_count_differs: antiword 210, cell marks 200, libreoffice 200",
    )
    assert doc._lost_cells({"antiword": 38, "cell marks": 200}, 200) == ()
    assert doc._lost_cells({}, 0) == ()


def word_file(text: str) -> bytes:
    """A Word 97 file of one piece of UTF-16 text, as far as its marks are read."""
    body = text.encode("utf-16-le")
    head = bytearray(word_head())
    clx = b"\2" + struct.pack("<IIIHIH", 16, 0, len(text), 0, len(head), 0)
    struct.pack_into("<I", head, 76, len(text))
    struct.pack_into("<II", head, 418, 0, len(clx))
    return ole({"WordDocument": bytes(head) + body, "0Table": clx})


def test_only_the_last_line_before_a_mark_belongs_to_a_cell() -> None:
    content = word_file("标题\r规章\x075\x07\x07许可\x07\u3000\x07\x07段落\r\x071\x07\x07完\r")
    assert word_binary.cell_marks(compound.open_compound(content)) == word_binary.CellMarks(9, 4)


def test_a_piece_table_of_rubbish_gives_no_count() -> None:
    content = ole({"WordDocument": word_head(), "0Table": b"\xff" * 600})
    assert word_binary.cell_marks(compound.open_compound(content)) == word_binary.CellMarks(0, None)
