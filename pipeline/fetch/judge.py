"""What a body is, whatever its headers say: media type, charset, and whether it is a block page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

HEAD_BYTES = 4096
FIREWALL = "firewall page"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
ZIP_PARTS: tuple[tuple[bytes, str], ...] = (
    (b"OFD.xml", "application/ofd"),
    (b"word/", OFFICE + "wordprocessingml.document"),
    (b"xl/", OFFICE + "spreadsheetml.sheet"),
)
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|table|script|meta|p\b|span)", re.I)
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{3,20})""", re.I)
HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w-]{3,20})""", re.I)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# other names a server may claim decode anything, or nothing Chinese, and say nothing
CHINESE = {"gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "cp950"}


def sniff(body: bytes) -> str:
    """The media type by content: one of those above, text/html, text/plain or application/octet-stream."""
    head = body[:HEAD_BYTES]
    if head.startswith(b"PK\x03\x04"):
        directory = body[:HEAD_BYTES] + body[-65_536:]
        return next((name for mark, name in ZIP_PARTS if mark in directory), "application/zip")
    for mark, name in MAGIC:
        if head.startswith(mark):
            return name
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if HTML.search(head.replace(b"\x00", b"")):
        return "text/html"
    return "application/octet-stream" if b"\x00" in head and not head.startswith(BOMS[1][0]) else "text/plain"


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Text and the charset that read it; a wrong declaration is seen through, gb* is widened to gb18030.

    What is valid UTF-8 is UTF-8: Chinese text in another charset never is by chance, beyond a few characters.
    """
    for bom, name in BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace"), name
    for name in _candidates(body, content_type):
        try:
            return body.decode(name), name
        except UnicodeDecodeError:
            continue
    return body.decode("gb18030", "replace"), "gb18030"


def _candidates(body: bytes, content_type: str | None) -> Iterable[str]:
    header = HEADER_CHARSET.search(content_type or "")
    meta = META_CHARSET.search(body[:HEAD_BYTES])
    yield "utf-8"
    for name in (header.group(1) if header else "", meta.group(1).decode("ascii") if meta else ""):
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        if known in CHINESE:
            yield "gb18030" if known.startswith("gb") else known
    yield "gb18030"


def block_reason(text: str, markers: Iterable[str], fingerprints: Iterable[str]) -> str | None:
    """Why this text is no page of the portal, or None.

    A page with a marker is believed even where a fingerprint stands in it: firewalls that inject a script
    into genuine pages are common, and no firewall's own page carries the portal's templates.
    """
    wanted = tuple(markers)
    if any(marker in text for marker in wanted):
        return None
    found = fingerprint(text, fingerprints)
    if found:
        return f"{FIREWALL} ({found})"
    return f"none of the expected markers ({', '.join(wanted[:4])} …)" if wanted else None


def fingerprint(text: str, fingerprints: Iterable[str]) -> str | None:
    """The first known firewall mark in the text."""
    return next((mark for mark in fingerprints if mark in text), None)
