"""DOC, WPS, RTF and Word 2003 XML to a Document: LibreOffice turns them into DOCX, other counts tell whether it
lost cells.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import DamagedFileError, EncryptedError, LimitError
from pipeline.extract import HEAD_BYTES, Limits, docx, ole, sandbox, soffice, word_binary
from pipeline.records import Document

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

RTF = b"{\\rtf"
XML = b"<?xml"
WORD_2003 = (b'progid="Word.Document"', b"office/word/2003/wordml")
XML_CELL = re.compile(rb"<w:tc[ >].*?</w:tc>", re.DOTALL)
ENCRYPTED_PACKAGE = "EncryptedPackage"
WORD_STREAM = "WordDocument"
RTF_CELL = re.compile(rb"\\(?:nest)?cell\b")
ENTRY = re.compile(rb"<entry[^>]*>(.*?)</entry>", re.DOTALL)
MARKUP = re.compile(rb"<[^>]*>|\s|\xe3\x80\x80|\xc2\xa0")


def sniff(content: bytes) -> bool:
    """RTF, Word 2003 XML, or an OLE file: a Word document, an encrypted Office file, or too damaged to tell."""
    if content.startswith(RTF) or _is_word_2003(content):
        return True
    if not content.startswith(ole.MAGIC):
        return False
    names = ole.stream_names(content)
    return not names or WORD_STREAM in names or ENCRYPTED_PACKAGE in names


def _is_word_2003(content: bytes) -> bool:
    head = content[:HEAD_BYTES]
    return head.startswith(XML) and any(mark in head for mark in WORD_2003)


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read a Word 97–2003, WPS, RTF or Word 2003 XML file.

    Raises EncryptedError, DamagedFileError, LimitError, UnsupportedFormatError (no LibreOffice).
    """
    if content.startswith(RTF):
        return _converted(sha256, content, limits, "rtf", sum(1 for _ in RTF_CELL.finditer(content)), None)
    if content.startswith(XML):
        if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
            raise DamagedFileError(
                f"{sha256[:12]}: a Word file with entities of its own; no Word writes these"
            )
        cells = XML_CELL.findall(content)
        return _converted(
            sha256,
            content,
            limits,
            "xml",
            len(cells),
            sum(MARKUP.sub(b"", cell) != b"" for cell in cells),
        )
    compound = ole.open_compound(content)
    if ENCRYPTED_PACKAGE in compound.streams:
        raise EncryptedError(f"{sha256[:12]}: an Office file with a password; ask for an open one")
    if WORD_STREAM not in compound.streams:
        raise DamagedFileError(f"{sha256[:12]}: an OLE file without a Word document; fetch the file again")
    if word_binary.is_encrypted(compound):
        raise EncryptedError(f"{sha256[:12]}: a Word file with a password; ask for an open one")
    marks = word_binary.cell_marks(compound)
    return _converted(sha256, content, limits, "doc", marks.count, marks.filled)


def _converted(
    sha256: str, content: bytes, limits: Limits, suffix: str, cells: int, filled: int | None
) -> Document:
    if cells > limits.max_cells * 2:  # rows end in a mark of their own
        raise LimitError(f"{sha256[:12]}: some {cells} table cells, the limit is {limits.max_cells}")
    with sandbox.folder() as home:
        source = home / f"in.{suffix}"
        source.write_bytes(content)
        converted = soffice.convert(sha256, source, home, limits, "docx")
        counts = {} if filled is None else {"cell marks": filled}
        if suffix == "doc":
            counts |= _antiword(source, home, limits)
    document = docx.extract(sha256, converted, limits)
    problems = (*document.problems, *_lost_cells(counts, _filled_cells(converted, limits)))
    return replace(document, format=suffix, problems=problems)


def _antiword(source: Path, home: Path, limits: Limits) -> dict[str, int]:
    """How many filled table cells antiword sees; nothing where it is missing or gives up."""
    program = sandbox.find("antiword")
    if program is None:
        return {}
    outcome = sandbox.run((program, "-x", "db", str(source)), home, limits.seconds, limits.max_bytes)
    entries = (MARKUP.sub(b"", found[1]) for found in ENTRY.finditer(outcome.output))
    return {"antiword": sum(1 for entry in entries if entry)} if outcome.code == 0 else {}


def _lost_cells(counts: dict[str, int], filled: int) -> tuple[str, ...]:
    """A problem where another count finds more filled cells than LibreOffice left.

    Only more counts: antiword itself drops whole tables now and then. Filled cells only: LibreOffice turns
    horizontally merged cells, blank but the first, into one.
    """
    if not counts or max(counts.values()) <= filled:
        return ()
    others = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return (f"cell_count_differs: {others}, libreoffice {filled}",)


def _filled_cells(converted: bytes, limits: Limits) -> int:
    """Cells with text among the outer tables' cells of a DOCX, before merges and layout tables are undone."""
    from pipeline.extract.ooxml_package import open_package, parse_xml
    from pipeline.extract.ooxml_styles import W

    package = open_package(converted, limits)
    count = 0
    waiting: list[Element] = [parse_xml(package.read("word/document.xml"))]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}tc":
            count += any((text.text or "").strip() for text in element.iter(f"{W}t"))
        else:
            waiting.extend(element)
    return count
