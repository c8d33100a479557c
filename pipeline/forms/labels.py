"""Find what a printed label means: a column, a heading, a group or a row of a block.

Labels are compared by their key: characters of words and digits only, simplified, without blanks,
punctuation and quotes. A row is found by its whole label, else by a word that only it has, checked
against its printed number; what is left over is unknown, never the nearest guess.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.forms.model import Block, Column, Forms, Group, Row
from pipeline.records import Cell

TokenKind = Literal["heading", "column", "parent", "corner", "outer", "group", "row", "text"]
Quality = Literal["exact", "variant", "fuzzy"]

PINYIN = re.compile(r"[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]+[)）]")
NOT_WORD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
LEADING = re.compile(r"^(\d{1,2}|[一二三四五六七八九十]{1,2})")
SIMILAR = 0.6  # share of characters in common for a label with a typing error
ALIKE = 0.8  # the same for a label without a number, which must also be ahead of every other row's
MARGIN = 0.15
LONGEST = 120  # no label is longer; a sentence is not compared with labels
LEAST_PREFIX = 4  # shorter header texts must match as a whole


def _writing() -> tuple[dict[int, int], dict[str, str]]:
    table = tomllib.loads((Path(__file__).parent / "writing.toml").read_text(encoding="utf-8"))
    return str.maketrans(table["traditional"], table["simplified"]), dict(table["words"])


CHARACTERS, WORDS = _writing()


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The characters of a label that carry its meaning."""
    flat = PINYIN.sub("", text) if "(" in text or "（" in text else text
    flat = NOT_WORD.sub("", unicodedata.normalize("NFKC", flat)).translate(CHARACTERS)
    for foreign, ours in WORDS.items():
        if foreign in flat:
            flat = flat.replace(foreign, ours)
    return flat


class Token(NamedTuple):
    """A label cell, or several that make one label."""

    kind: TokenKind
    text: str
    column: Column | None = None
    group: Group | None = None
    row: Row | None = None
    quality: Quality = "exact"
    at: int = 0  # the number of the cell in which it begins
    cell: Cell | None = None  # that cell, for headers


class BlockLabels:
    """Every wording of one block, compiled for lookup."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.headings = tuple(key(text) for text in (block.heading, *block.headings) if text)
        self.corner = tuple(key(text) for text in block.corner)
        self.outer = tuple(sorted((key(text) for text in block.outer), key=len, reverse=True))
        self.parents = frozenset(key(column.parent) for column in block.columns if column.parent)
        self.columns = {
            key(text): column for column in block.columns for text in (column.label, *column.labels) if text
        }
        self.groups = {
            form: group
            for group in block.groups
            for text in (group.label, *group.labels)
            for form in (key(text), group.number + key(text))
        }
        self.rows: dict[str, list[Row]] = {}
        for row in block.rows:
            for text in (row.label, *row.labels):
                for form in {key(text), (row.number or "") + key(text)}:
                    self.rows.setdefault(form, []).append(row)
        self._prefixes = sorted(
            ((text, column) for text, column in self.columns.items() if len(text) >= LEAST_PREFIX),
            key=lambda item: -len(item[0]),
        )
        self._pieces = sorted(
            {*self.columns, *self.parents, *self.corner, *(self.rows if block.layout == "strip" else ())},
            key=len,
            reverse=True,
        )
        self.header_pieces = lru_cache(maxsize=4096)(self._header_pieces)
        self.find_row = lru_cache(maxsize=4096)(self._find_row)
        self.find_column = lru_cache(maxsize=4096)(self._find_column)

    def _find_column(self, text: str) -> Column | None:
        """A header by its key; a note behind it (本年增减指2020年…) does not matter, nor a doubled header."""
        found = self.columns.get(text)
        if found is not None:
            return found
        return next((column for prefix, column in self._prefixes if text.startswith(prefix)), None)

    def _header_pieces(self, text: str) -> tuple[str, ...]:
        """A line of headers run together (信息内容本年处理决定数量) as its headers; empty: it is none."""
        pieces: list[str] = []
        while text:
            piece = next((piece for piece in self._pieces if text.startswith(piece)), None)
            if piece is None:
                return ()
            pieces.append(piece)
            text = text[len(piece) :]
        return tuple(pieces) if len(pieces) > 1 else ()

    def is_heading(self, text: str) -> bool:
        return text.endswith(self.headings)

    def is_corner(self, text: str) -> bool:
        return any(corner in text for corner in self.corner)

    def _find_row(self, text: str, group: str | None) -> tuple[Row, Quality] | None:
        """The row a label means, given the group it stands in; None where it is not sure."""
        if len(text) > LONGEST:
            return None
        rest, seen = self.without_frame(text)
        group = seen.code if seen else group
        exact = self._in_group(self.rows.get(rest, self.rows.get(text, [])), group)
        if exact is not None:
            return exact, "exact"
        number, bare = self._number(rest)
        if number and bare in self.rows:
            same = self._in_group(self.rows[bare], group)
            if same is not None:
                return same, "exact" if same.number == number else "variant"
        found = self._by_key(bare, number, group) or self._by_number(bare, number, group)
        return found or self._by_likeness(bare, number, group)

    def without_frame(self, text: str) -> tuple[str, Group | None]:
        """A label without the outer label and the group's heading before it, and that group."""
        for outer in self.outer:
            if text.startswith(outer):
                text = text[len(outer) :]
                break
        for form, group in sorted(self.groups.items(), key=lambda item: -len(item[0])):
            if text.startswith(form) and len(form) > len(group.number) + 1:
                return text[len(form) :], group
        return text, None

    @staticmethod
    def _number(text: str) -> tuple[str | None, str]:
        found = LEADING.match(text)
        return (found.group(1), text[found.end() :]) if found else (None, text)

    @staticmethod
    def _in_group(rows: list[Row], group: str | None) -> Row | None:
        if len(rows) == 1:
            return rows[0] if rows[0].group in (None, group) or group is None else None
        return next((row for row in rows if row.group == group), None)

    def _by_key(self, bare: str, number: str | None, group: str | None) -> tuple[Row, Quality] | None:
        """One row has a word of this label, and the printed number does not speak against it."""
        hits = [row for row in self.block.rows if any(word in bare for word in map(key, row.keys))]
        if len(hits) != 1:
            return None
        row = hits[0]
        if number is None or number == row.number:
            like = self._likeness(bare, row)
            return (row, "variant") if like >= SIMILAR / 2 or len(bare) <= len(key(row.label)) + 4 else None
        return (
            (row, "variant") if self._likeness(bare, row) >= SIMILAR and row.group in (None, group) else None
        )

    def _by_number(self, bare: str, number: str | None, group: str | None) -> tuple[Row, Quality] | None:
        """A typing error: the row with this number, in this group or above all, has nearly this label."""
        if number is None:
            return None
        rows = (row for row in self.block.rows if row.number == number and row.group in (group, None))
        scored = [(self._likeness(bare, row), place, row) for place, row in enumerate(rows)]
        like, _, row = max(scored, default=(0.0, 0, None))
        return (row, "fuzzy") if row and like >= (SIMILAR if row.group else ALIKE) else None

    def _by_likeness(self, bare: str, number: str | None, group: str | None) -> tuple[Row, Quality] | None:
        """Almost this row's label and nothing like any other's, and no number that speaks against it."""
        if len(bare) < LEAST_PREFIX:
            return None
        scored = sorted(
            ((self._likeness(bare, row), place) for place, row in enumerate(self.block.rows)), reverse=True
        )
        best, place = scored[0]
        second = scored[1][0] if len(scored) > 1 else 0.0
        row = self.block.rows[place]
        fits = number in (None, row.number) and row.group in (None, group)
        return (row, "fuzzy") if best >= ALIKE and best - second >= MARGIN and fits else None

    @staticmethod
    def _likeness(bare: str, row: Row) -> float:
        return max(_ratio(bare, key(text)) for text in (row.label, *row.labels))


def _ratio(one: str, other: str) -> float:
    """Share of characters in common, in order; 0 where it cannot reach what is asked for."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < SIMILAR / 2 or matcher.quick_ratio() < SIMILAR / 2:
        return 0.0
    return matcher.ratio()


class Vocabulary:
    """The labels of all forms: which part of a report a text belongs to."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.blocks = tuple(BlockLabels(block) for form in forms.items for block in form.blocks)
        self.by_code: dict[str, tuple[BlockLabels, ...]] = {}
        for labels in self.blocks:
            code = labels.block.code
            self.by_code[code] = (*self.by_code.get(code, ()), labels)
        self._exact: dict[str, set[str]] = {}
        for labels in self.blocks:
            strong = {*labels.headings, *labels.parents, *labels.corner, *labels.outer, *labels.rows}
            strong |= {
                text for text in labels.columns if len(text) >= LEAST_PREFIX or labels.block.layout == "rows"
            }
            for text in strong - WEAK:
                self._exact.setdefault(text, set()).add(labels.block.part)
        self.part_of = lru_cache(maxsize=16384)(self._part_of)
        self.knows = lru_cache(maxsize=16384)(self._knows)
        self.row_parts = lru_cache(maxsize=16384)(self._row_parts)

    def _part_of(self, text: str) -> str | None:
        """The one part this key proves, or None."""
        parts = self._exact.get(text)
        if parts is None:
            parts = {
                labels.block.part
                for labels in self.blocks
                if (labels.find_column(text) and text not in WEAK)
                or labels.is_heading(text)
                or any(len(corner) >= LEAST_PREFIX and corner in text for corner in labels.corner)
            }
        return next(iter(parts)) if len(parts) == 1 else None

    def _row_parts(self, text: str, numbered: bool) -> frozenset[str]:
        """The parts with a row that this key means, typing errors apart; `numbered`: under its own number."""
        found = ((labels.block.part, labels.find_row(text, None)) for labels in self.blocks)
        return frozenset(
            part
            for part, hit in found
            if hit is not None
            and hit[1] != "fuzzy"
            and (not numbered or (hit[0].number is not None and text.startswith(hit[0].number)))
        )

    def _knows(self, text: str, part: str) -> bool:
        """Does any form's part have a row or header like this?"""
        if self.part_of(text) == part:
            return True
        return any(
            labels.block.part == part and (labels.find_row(text, None) or labels.find_column(text))
            for labels in self.blocks
        )


# words that stand in several tables: they say nothing about which
WEAK = frozenset(
    map(key, ["总计", "合计", "其他", "数量", "维持", "纠正", "一", "二", "三", "四", "其他情形", "信息内容"])
)
_VOCABULARIES: dict[str, Vocabulary] = {}


def vocabulary(forms: Forms) -> Vocabulary:
    """The compiled labels of these forms, made once."""
    found = _VOCABULARIES.get(forms.version)
    if found is None:
        found = _VOCABULARIES[forms.version] = Vocabulary(forms)
    return found
