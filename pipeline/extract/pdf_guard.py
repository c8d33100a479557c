"""What a PDF must not be before pdfium opens it: cut off, or small on disk and endless when unfolded.

pdfium cannot be stopped within a page, so the bombs it would run into are looked for in the bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pipeline.errors import DamagedFileError, LimitError

TAIL_BYTES = 2048  # the end mark stands in these
HEAD_BYTES = 1024  # longest dictionary of a stream that is looked at
MAX_UNFOLDED = 64 * 2**20  # bytes of one page's drawing commands
WORTH_A_LOOK = MAX_UNFOLDED // 1100  # deflate packs at most 1032 to 1
MAX_CALLS = 20_000  # drawings of forms within forms
OTHER_CONTENT = (b"/Image", b"/Length1", b"Type1C", b"CIDFontType0C", b"/OpenType")  # pictures, fonts
NUMBER = re.compile(rb"(\d+)\s+\d+\s+obj")
CALL = re.compile(rb"/([^\s/]+)\s+Do\b")
RESOURCES = re.compile(rb"/Resources\s+(\d+)\s+0\s+R")
OBJECTS = re.compile(rb"/XObject\s*<<(.*?)>>", re.DOTALL)
ENTRY = re.compile(rb"/([^\s/]+)\s+(\d+)\s+0\s+R")


def check(name: str, content: bytes) -> None:
    """Raise DamagedFileError for a file without its end, LimitError for one that unfolds without end."""
    if b"%%EOF" not in content[-TAIL_BYTES:]:
        raise DamagedFileError(f"{name}: the PDF's end is missing; download it again")
    calls: dict[int, list[int]] = {}
    for head, start, end in _streams(content):
        form = b"/Form" in head
        if not form and (end - start < WORTH_A_LOOK or any(mark in head for mark in OTHER_CONTENT)):
            continue
        commands = _unfolded(content[start:end]) if b"FlateDecode" in head else content[start:end]
        if len(commands) > MAX_UNFOLDED:
            raise LimitError(
                f"{name}: drawing commands of more than {MAX_UNFOLDED} bytes; no page needs them"
            )
        if form and (number := NUMBER.match(head)):
            named = _named(head, content)
            calls[int(number[1])] = [named[call] for call in CALL.findall(commands) if call in named]
    counts: dict[int, int] = {}
    if any(_drawings(form, calls, counts) > MAX_CALLS for form in calls):
        raise LimitError(f"{name}: forms within forms, drawn more than {MAX_CALLS} times")


def _named(head: bytes, content: bytes) -> dict[bytes, int]:
    """The objects a form may draw, by name; nothing where its resources are packed away."""
    resources = RESOURCES.search(head)
    if resources is not None:
        place = re.search(rb"\b%b\s+0\s+obj" % resources[1], content)
        head = content[place.end() : place.end() + HEAD_BYTES] if place else b""
    objects = OBJECTS.search(head)
    return {name: int(number) for name, number in ENTRY.findall(objects[1])} if objects else {}


def _drawings(form: int, calls: dict[int, list[int]], counts: dict[int, int]) -> int:
    """How many objects one drawing of a form draws; a circle counts once, pdfium breaks it."""
    if form not in counts:
        counts[form] = 1
        counts[form] += sum(_drawings(call, calls, counts) for call in calls.get(form, ()))
    return counts[form]


def _streams(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Dictionary, start and end of every stream."""
    position = 0
    while (position := content.find(b"stream", position)) >= 0:
        window = content[max(position - HEAD_BYTES, 0) : position]
        numbers = list(NUMBER.finditer(window))
        end = content.find(b"endstream", position)
        if end < 0:
            return
        start = position + len(b"stream")
        start += 2 if content[start : start + 2] == b"\r\n" else 1
        yield window[numbers[-1].start() :] if numbers else window, start, end
        position = end + len(b"endstream")


def _unfolded(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MAX_UNFOLDED + 1)
    except zlib.error:
        return b""
