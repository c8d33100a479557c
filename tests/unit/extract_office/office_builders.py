"""Tiny writers of Office files and archives, hostile ones too: every byte in these tests is made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MEDIA}"/></Types>'
)


def zip_of(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return buffer.getvalue()


def docx(body: str, parts: Mapping[str, str] | None = None, head: str = "") -> bytes:
    """A Word file around the XML of its body; `parts`: `styles`, `numbering`, `footnotes` (inner XML)."""
    parts = parts or {}
    related = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
    )
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}'
        f'<Relationship Id="gone" Type="{OFFICE}/image" Target="NULL"/></Relationships>',
        "word/document.xml": f"{head}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = f"<w:{name} {SPACES}>{content}</w:{name}>"
    return zip_of({name: content.encode() for name, content in members.items()})


def p(text: str, properties: str = "") -> str:
    settings = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{settings}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def tc(content: str, properties: str = "") -> str:
    """A cell; content is text, or XML when it begins with a tag."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    settings = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{settings}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of 512-byte sectors; short streams are padded so that none needs the mini stream."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    directory_sectors = (len(padded) + 1 + 3) // 4
    sizes = [(len(content) + 511) // 512 for content in padded.values()]
    fat = [0xFFFFFFFD, *_run(1, directory_sectors)]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    start, body = 1 + directory_sectors, b""
    for index, ((name, content), size) in enumerate(zip(padded.items(), sizes, strict=True), start=1):
        following = index + 1 if index < len(padded) else 0xFFFFFFFF
        entries.append(_entry(name, 2, start, len(content), right=following))
        fat.extend(_run(start, size))
        body += content.ljust(size * 512, b"\0")
        start += size
    if len(fat) > 128:
        raise ValueError("too large for one allocation sector")
    fat.extend([0xFFFFFFFF] * (128 - len(fat)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    return header + struct.pack("<128I", *fat) + directory + body


def _run(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), 0xFFFFFFFE]


def _entry(
    name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)


def word_head(flags: int = 0) -> bytes:
    """The first bytes of a WordDocument stream."""
    return struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags).ljust(1024, b"\0")


def xls(
    rows: Sequence[Sequence[str | float]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    password: bool = False,
) -> bytes:
    """An Excel 97 file of one sheet `统计表`; merges are first row, last row, first column, last column."""
    cells = b"".join(
        _cell(row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value != ""
    )
    areas = b"".join(struct.pack("<HHHH", *merge) for merge in merges)
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + _record(0x200, size) + cells
    sheet += _record(0xE5, struct.pack("<H", len(merges)) + areas) + _record(0x0A, b"")
    name = "统计表".encode("utf-16-le")
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    start += _record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if password else b""
    start += _record(0x42, struct.pack("<H", 1200))
    position = len(start) + 4 + 8 + len(name) + 4
    start += _record(0x85, struct.pack("<IHBB", position, 0, 3, 1) + name) + _record(0x0A, b"")
    return ole({"Workbook": start + sheet})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


def rar(members: Mapping[str, bytes]) -> bytes:
    """A RAR 4 archive of stored files."""
    result = b"Rar!\x1a\x07\x00" + _rar_block(0x73, 0, bytes(6))
    for name, content in members.items():
        raw = name.encode()
        sizes = struct.pack("<II", len(content), len(content))
        details = struct.pack("<BIIBBHI", 3, zlib.crc32(content), 0x5A000000, 20, 0x30, len(raw), 0o100644)
        result += _rar_block(0x74, 0x8000, sizes + details + raw) + content
    return result + _rar_block(0x7B, 0x4000, b"")


def _rar_block(kind: int, flags: int, content: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, len(content) + 7) + content
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head
