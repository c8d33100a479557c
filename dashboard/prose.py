"""Two texts side by side: which sentences both have, which were changed, and how alike they are.

Sentences are matched first, characters inside changed sentences second; long texts stay fast that way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]|[^。！？；\n]+")
_DIGITS = re.compile(r"\d+(\.\d+)?")
_MAX_REFINED = 600  # characters; longer changed passages are marked whole


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts as HTML with `<del>` and `<ins>`, and shares from 0 to 1 of the text that both have."""

    left: str
    right: str
    similarity: float
    similarity_without_numbers: float
    is_equal: bool


def compare(left: str, right: str) -> Comparison:
    """Compare two texts; every character of theirs is escaped in the HTML."""
    ours, theirs = sentences(left), sentences(right)
    marked_left: list[str] = []
    marked_right: list[str] = []
    for a, b in _passages(ours, theirs):
        if a == b:
            marked_left.append(escape(a))
            marked_right.append(escape(b))
        else:
            del_html, ins_html = _refine(a, b)
            marked_left.append(del_html)
            marked_right.append(ins_html)
    return Comparison(
        "".join(marked_left),
        "".join(marked_right),
        similarity(ours, theirs),
        similarity([_DIGITS.sub("#", s) for s in ours], [_DIGITS.sub("#", s) for s in theirs]),
        left == right,
    )


def sentences(text: str) -> list[str]:
    """The text cut after 。！？； and line ends; joined again it is the text with single line ends."""
    pieces: list[str] = []
    for line in text.splitlines():
        found = [piece for piece in _SENTENCE.findall(line) if piece.strip()]
        if found:
            pieces += [*found[:-1], found[-1] + "\n"]
    return pieces


def similarity(left: Sequence[str], right: Sequence[str]) -> float:
    """Share of the characters that stand in sentences both sides have, in the same order."""
    total = sum(map(len, left)) + sum(map(len, right))
    if not total:
        return 1.0
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    shared = sum(len(sentence) for block in blocks for sentence in left[block.a : block.a + block.size])
    return 2 * shared / total


def _passages(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of passages in order: equal sentences one by one, changed ones together."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((sentence, sentence) for sentence in left[i1:i2])
        elif i2 - i1 == j2 - j1:
            yield from zip(left[i1:i2], right[j1:j2], strict=True)
        else:
            yield "".join(left[i1:i2]), "".join(right[j1:j2])


def _refine(left: str, right: str) -> tuple[str, str]:
    """Mark what differs inside two passages; whole passages where little is shared."""
    if max(len(left), len(right)) > _MAX_REFINED:
        return _mark("del", left), _mark("ins", right)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.5:
        return _mark("del", left), _mark("ins", right)
    ours, theirs = "", ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            ours += escape(left[i1:i2])
            theirs += escape(right[j1:j2])
        else:
            ours += _mark("del", left[i1:i2])
            theirs += _mark("ins", right[j1:j2])
    return ours, theirs


def _mark(tag: str, text: str) -> str:
    """`text` inside `<del>` or `<ins>`; the line end stays outside."""
    body = text.rstrip("\n")
    return (f"<{tag}>{escape(body)}</{tag}>" if body else "") + text[len(body) :]
