"""What the head and the text of a Word 97–2003 file say without converting it: password, table cells."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from pipeline.extract.ole import Compound

STREAM = "WordDocument"
HEAD_BYTES = 1024
MARKS = (0xA5EC, 0xA5DC, 0xA5DB)
WORD_97 = 0xC1
ENCRYPTED, TABLE_1 = 0x0100, 0x0200
CELL_END = "\x07"
# control characters stand for pictures, fields and breaks; they are no text of a cell
NO_TEXT = re.compile(r"[\x00-\x20\u00a0\u3000]")


@dataclass(frozen=True, slots=True)
class CellMarks:
    """Marks that end a cell or a row, and how many of them have text in the line before."""

    count: int
    filled: int | None  # None where the text cannot be found


def is_encrypted(compound: Compound) -> bool:
    """Whether the file's head says that its text is encrypted."""
    head = compound.read(STREAM, HEAD_BYTES)
    return len(head) >= 12 and bool(struct.unpack_from("<H", head, 10)[0] & ENCRYPTED)


def cell_marks(compound: Compound) -> CellMarks:
    """Count the marks in the text, which every cell ends with (nested tables end theirs otherwise)."""
    count = filled = 0
    pieces = _pieces(compound)
    if pieces is None:
        return CellMarks(0, None)
    *cells, _ = "".join(pieces).split(CELL_END)
    for cell in cells:
        count += 1
        # a table's first cell comes after the paragraph before it, so that only the last line is sure
        filled += bool(NO_TEXT.sub("", cell.rpartition("\r")[2]))
    return CellMarks(count, filled)


def _pieces(compound: Compound) -> list[str] | None:
    """The document's text in order, from its piece table; None for older or unreadable files."""
    document = compound.read(STREAM, len(compound.content))
    if len(document) < HEAD_BYTES:
        return None
    mark, version = struct.unpack_from("<HH", document)
    flags = struct.unpack_from("<H", document, 10)[0]
    name = "1Table" if flags & TABLE_1 else "0Table"
    if mark not in MARKS or version < WORD_97 or name not in compound.streams:
        return None
    length, start, size = struct.unpack_from("<I", document, 76)[0], *struct.unpack_from("<II", document, 418)
    table = compound.read(name, start + size)[start:]
    return _text(document, table, length)


def _text(document: bytes, table: bytes, length: int) -> list[str] | None:
    """Walk the table: formatting records are skipped, then n+1 positions and n descriptors of 8 bytes."""
    at = 0
    while at + 3 <= len(table) and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at + 5 > len(table) or table[at] != 2:
        return None
    size = struct.unpack_from("<I", table, at + 1)[0]
    plc = table[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    pieces: list[str] = []
    got = 0
    for index in range(count):
        first, last = struct.unpack_from("<II", plc, index * 4)
        place = struct.unpack_from("<I", plc, (count + 1) * 4 + index * 8 + 2)[0]
        characters = min(last, length) - first
        if characters <= 0 or got > len(document):  # pieces that overlap could be read for ever
            break
        got += characters
        pieces.append(_piece(document, place, characters))
    return pieces


def _piece(document: bytes, place: int, characters: int) -> str:
    if place & 0x40000000:
        start = (place & 0x3FFFFFFF) // 2
        return document[start : start + characters].decode("cp1252", "replace")
    return document[place : place + characters * 2].decode("utf-16-le", "replace")
