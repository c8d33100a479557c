"""Bytes to text: which encoding a page is really in, whatever it says."""

from __future__ import annotations

import re

META = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# what Windows-1252 prints where Latin-1 has control characters; browsers keep those it leaves free
CP1252 = {ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))}
# 政府 and 信息 in UTF-8, read with the wrong encoding
MOJIBAKE = {
    word.encode().decode(wrong, "ignore").translate(CP1252): wrong
    for word in ("政府", "信息")
    for wrong in ("gb18030", "latin-1")
}
SAMPLE = 4096
LOST = "\ufffd"


def _utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: markup and digits leave zero bytes on one side only."""
    head = content[:SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 8 < len(head) or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(content: bytes) -> str | None:
    found = META.search(content[:SAMPLE])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    return "gb18030" if name.startswith("gb") else "big5" if name.startswith("big5") else None


def _fewest_errors(content: bytes, names: list[str]) -> tuple[str, str]:
    """The text and the encoding that loses least; the first of the names on a tie."""
    scored = []
    for rank, name in enumerate(names):
        text = content.decode(name, "replace")
        scored.append((text.count(LOST), rank, text, name))
        if not scored[-1][0]:
            break
    _, _, text, name = min(scored)
    return text, name


def _repaired(text: str) -> tuple[str, str] | None:
    """Undo a copy that was read with the wrong encoding and saved again, where nothing was lost."""
    if "政府" in text:
        return None
    for mark, wrong in MOJIBAKE.items():
        printed = text.translate(CP1252) if wrong == "latin-1" and "æ" in text else text
        if mark not in printed:
            continue
        try:
            return printed.encode(wrong).decode("utf-8"), wrong
        except UnicodeError:
            continue
    return None


def decode(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Text, name of the encoding, and problems ("undecodable: 3", "mojibake: gb18030").

    Valid UTF-8 is UTF-8 even where the page declares GBK; any gb* is widened to GB18030.
    """
    for bom, name in BOMS:
        if content.startswith(bom):
            text = content[len(bom) :].decode(name, "replace")
            return text, name, _problems(text)
    name16 = _utf16(content)
    if name16:
        text = content.decode(name16, "replace")
        return text, name16, _problems(text)
    try:
        text, name = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        declared = _declared(content)
        order = [declared, "gb18030", "utf-8"] if declared else ["gb18030", "utf-8"]
        text, name = _fewest_errors(content, list(dict.fromkeys(order)))
    repaired = _repaired(text)
    if repaired:
        return repaired[0], name, (f"mojibake: {repaired[1]}", *_problems(repaired[0]))
    return text, name, _problems(text)


def _problems(text: str) -> tuple[str, ...]:
    lost = text.count(LOST) if LOST in text else 0  # that there is none is seen twenty times as fast
    return (f"undecodable: {lost}",) if lost else ()
