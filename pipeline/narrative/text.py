"""Prose in one spelling, with the way back: every offset of the reading text leads to one of the original.

Widths, compatibility forms, traditional characters and punctuation are unified character by character; blanks
and pinyin in brackets are cut; lines broken by the page's width are joined, other line ends stay as `\\n`.
Digits are joined over blanks, never over a line end.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

_DATA = Path(__file__).with_name("characters.toml")
_PUNCTUATION = {
    ",，﹐": "，", ";；﹔": "；", ":：﹕∶": "：", "(（﹙": "（", ")）﹚": "）",
    "[［【〔": "〔", "]］】〕": "〕",
    "!！": "！", "?？": "？", "｡": "。", "﹑､": "、", "．﹒": ".", "％﹪": "%", "~～〜∼": "~",
    "－—–―─−‐": "-", "○◯": "〇", "〈": "《", "〉": "》",
}  # fmt: skip
_BLANKS = "\t\r\x0b\x0c\x85\xa0\xad\u1680\u180e\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
_COMPATIBILITY = ((0xFF10, 0xFF5F), (0x2E80, 0x2FE0), (0xF900, 0xFB00))  # full width, radicals, doubles
_PINYIN = "（[ ]?[a-zà-ǿāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][ a-zà-ǿāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{0,30}）"
_PAGE_NUMBER = r"(?:-[ ]*\d{1,3}[ ]*-|第[ ]?\d{1,3}[ ]?页[^\n]{0,8})[ ]*(?:\n|$)"  # may part a sentence
_CUT = re.compile(rf"(?P<line>[ ]*\n(?:[ \n]|{_PAGE_NUMBER})*)|[ ]+|{_PINYIN}")
_BLANK_OR_PINYIN = re.compile(rf"\s+|{_PINYIN}")
# the stop of a sentence in copies with half-width punctuation; not that of a number or an enumerator
_FULL_STOP = re.compile(r"(?<=[\u4e00-\u9fff%）”])(?<![一二三四五六七八九十])\.(?![.a-zA-Z])")
_STOPS = "。！？；：|"
_ENUMERATOR = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[、.](?!\d)|[①-⑳]|[#|>*※]|(?:备注|附注|注释?|说明)\d{0,2}："
    r"|第[一二三四五六七八九十]{1,3}[章节部条])"
)
_HEADING_LENGTH = 30
_LONG_LINE = 15
_WRAP_LIMIT = 60  # no page is set wider than this; longer lines are paragraphs


@cache
def _characters() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the characters that are not read as they stand, and character -> character, one to one."""
    table: dict[str, str] = {}
    for first, last in _COMPATIBILITY:
        for character in map(chr, range(first, last)):
            plain = unicodedata.normalize("NFKC", character)
            if len(plain) == 1 and plain != character:
                table[character] = plain
    for variants, one in _PUNCTUATION.items():
        table.update(dict.fromkeys(variants, one))
    table.update(dict.fromkeys(_BLANKS, " "))
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    table.update(zip(data["traditional"], data["simplified"], strict=True))
    foreign = "".join(character for character, plain in table.items() if plain != character)
    return re.compile(f"[{re.escape(foreign)}]"), table


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(data["phrases"].items())


def plain(text: str) -> str:
    """The text in one spelling, character by character: the result is as long as the original."""
    foreign, table = _characters()
    text = foreign.sub(lambda found: table[found[0]], text)  # few of them: faster than str.translate
    for old, new in _phrases():
        if old in text:
            text = text.replace(old, new)
    return text


@lru_cache(maxsize=4096)
def compact(text: str) -> str:
    """The text in one spelling, without blanks, line ends and pinyin: for comparing titles and names."""
    return _BLANK_OR_PINYIN.sub("", plain(text))


@dataclass(frozen=True, slots=True)
class Text:
    """`text` is what patterns read; `span` leads back to offsets of the original."""

    text: str
    starts: tuple[int, ...]  # where each kept run begins in `text` …
    origins: tuple[int, ...]  # … and in the original

    def origin(self, index: int) -> int:
        """Offset in the original of the character at `index`."""
        run = bisect_right(self.starts, index) - 1
        return self.origins[run] + index - self.starts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open offsets in the original of `text[start:end]`."""
        return self.origin(start), self.origin(end - 1) + 1


@lru_cache(maxsize=8)
def normalise(prose: str) -> Text:
    """The reading text of a document's prose; kept for a moment, since several stages read one document."""
    source = plain(prose)
    if "." in source:
        source = _FULL_STOP.sub("。", source)
    wrap = _wrap_width(source)
    kept: list[tuple[int, int]] = []
    line_start = cursor = 0
    for cut in _CUT.finditer(source):
        begin, end = cut.span()
        if begin > cursor:
            kept.append((cursor, begin))
        cursor = end
        if cut["line"] is not None:
            if not _is_wrapped(source[line_start:begin], source[end : end + 8], wrap):
                newline = source.index("\n", begin)
                kept.append((newline, newline + 1))
            line_start = end
    if cursor < len(source) or not kept:
        kept.append((cursor, len(source)))
    ends = list(accumulate(end - begin for begin, end in kept))
    return Text(
        "".join([source[begin:end] for begin, end in kept]),
        (0, *ends[:-1]),
        tuple(begin for begin, _ in kept),
    )


def _wrap_width(source: str) -> float:
    """The length from which a line without a stop at its end counts as cut by the page's width."""
    long = [line for line in map(str.strip, source.split("\n")) if len(line) >= _LONG_LINE]
    open_lengths = sorted(
        len(line) for line in long if line[-1] not in _STOPS and not _ENUMERATOR.match(line)
    )
    if len(open_lengths) >= 4 and len(open_lengths) >= 0.4 * len(long):
        return 0.75 * min(open_lengths[len(open_lengths) // 2], _WRAP_LIMIT)
    return 0.6 * min(max(map(len, long), default=_WRAP_LIMIT), _WRAP_LIMIT)


def _is_wrapped(line: str, following: str, wrap: float) -> bool:
    """Whether a line end is only the page's width: the sentence goes on in the next line."""
    line = line.rstrip()
    if not line or not following or line[-1] in _STOPS or len(line) < wrap:
        return False
    if line[-1].isdigit() and following[0].isdigit():
        return False
    if line.startswith(("|", "#")) or _ENUMERATOR.match(following):
        return False
    is_heading = len(line) <= _HEADING_LENGTH and _ENUMERATOR.match(line) and not re.search("[。，]", line)
    return not is_heading
