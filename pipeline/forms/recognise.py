"""Which form each part of a document follows: by the rows and headers it has, never by the year.

Every form that knows a block reads it; the one that finds the most of its own rows and headers, and leaves
the fewest over, is the form. Table 2 is decided block by block, so that mixed tables are read as printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.forms.labels import BlockLabels, Vocabulary, key, vocabulary
from pipeline.forms.lines import Item, Section, sections
from pipeline.forms.model import Forms
from pipeline.forms.reader import BlockReader, BlockReading
from pipeline.records import Document, Part

LEAST_SHARE = 0.3  # of a block's rows: with fewer found, the part is not recognised
WIDE_STRIP = 10  # values without labels that make a table of the layout `strip`
PARTS: tuple[Part, ...] = ("t2", "t3", "t4", "s")


@dataclass(frozen=True, slots=True)
class RecognisedPart:
    """One part of one document: the form it follows and its lines, read block by block.

    `again` counts further tables of the same part with other figures (another year or agency).
    `form_id` None: lines of this part are there, but no form has enough of them; `evidence` says which.
    """

    part: Part
    form_id: str | None
    readings: tuple[BlockReading, ...]
    items: tuple[Item, ...]
    again: int
    evidence: str
    is_last: bool  # nothing of any later part follows

    @property
    def table_indexes(self) -> tuple[int, ...]:
        return tuple(sorted({item.table.index for item in self.items}))


def recognise(document: Document, forms: Forms) -> tuple[RecognisedPart, ...]:
    """The parts found in a document, in the order t2, t3, t4, s; a part without any line is left out."""
    words = vocabulary(forms)
    found = sections(document, words)
    last = found[-1].part if found else None
    parts: list[RecognisedPart] = []
    preferred: str | None = None
    for part in ("t3", "t2", "t4", "s"):
        own = [section for section in found if section.part == part]
        if own:
            recognised = _part(part, own, words, preferred, part == last)
            preferred = preferred or recognised.form_id
            parts.append(recognised)
    return tuple(sorted(parts, key=lambda recognised: PARTS.index(recognised.part)))


def _part(
    part: Part, own: Sequence[Section], words: Vocabulary, preferred: str | None, last: bool
) -> RecognisedPart:
    first, again = _first_table(own, words)
    chosen = [
        _best(items, words.by_code[code], preferred) for code, items in _by_code(first, part, words).items()
    ]
    readings = tuple(reading for reading in chosen if is_enough(reading))
    votes: dict[str, int] = {}
    for reading in readings:
        votes[reading.block.form_id] = votes.get(reading.block.form_id, 0) + 1
    form_id = max(votes, key=lambda name: (votes[name], name == preferred)) if votes else None
    labels = [cell.text for item in first for cell in item.labels]
    evidence = f"{len(labels)} labels, among them {'、'.join(dict.fromkeys(labels[:3]))}"
    return RecognisedPart(part, form_id, readings, tuple(first), again, evidence, last)


def _first_table(own: Sequence[Section], words: Vocabulary) -> tuple[list[Item], int]:
    """The items of a part's first table, and how many more tables of this part say something else.

    A piece that repeats rows already seen begins another table; one that continues does not. The same table
    printed twice is one.
    """
    if len(own) == 1:
        return list(own[0].items), 0
    items: list[Item] = []
    seen: dict[str, tuple[str, ...]] = {}
    again = 0
    for section in own:
        rows = {
            row: tuple(cell.text for cell in item.values)
            for item in section.items
            if (row := _row_named(item, words, section.part))
        }
        strip = [cell.text for item in section.items if not item.labels for cell in item.values]
        if not rows and len(strip) >= WIDE_STRIP:
            rows = {"first line": tuple(strip), "last line": tuple(strip)}
        common = rows.keys() & seen.keys()
        if len(rows) >= 2 and len(common) * 2 >= len(rows):
            again += any(rows[row] != seen[row] for row in common)
            continue
        seen |= rows
        items.extend(section.items)
    return items, again


def _row_named(item: Item, words: Vocabulary, part: str) -> str | None:
    if item.kind != "row" or not item.labels:
        return None
    return _any_row(key("".join([cell.text for cell in item.labels])), words, part)


@lru_cache(maxsize=16384)
def _any_row(text: str, words: Vocabulary, part: str) -> str | None:
    """The row that the first form to know this label means by it."""
    for labels in words.blocks:
        if labels.block.part == part:
            found = labels.find_row(text, None) if text else None
            if found is not None:
                return f"{labels.block.code}.{found[0].code}"
    return None


def _by_code(items: Sequence[Item], part: Part, words: Vocabulary) -> dict[str, list[Item]]:
    """The items of each block. Lines of text wait for the heading or row that shows where they belong."""
    codes = tuple(code for code, labels in words.by_code.items() if labels[0].block.part == part)
    if len(codes) == 1:
        return {codes[0]: list(items)}
    blocks: dict[str, list[Item]] = {}
    waiting: list[Item] = []
    current: str | None = None
    for item in items:
        found = _code_of(tuple([cell.text for cell in item.labels]), item.kind == "row", codes, words)
        current = found or current
        if current is None or (found is None and item.kind == "text"):
            waiting.append(item)
            continue
        if found is None and item.kind == "row" and waiting:
            blocks.setdefault(current, []).extend(waiting)
            waiting = []
        blocks.setdefault(current, []).extend([*waiting, item])
        waiting = []
    if current is not None:
        blocks.setdefault(current, []).extend(waiting)
    return blocks


@lru_cache(maxsize=16384)
def _code_of(printed: tuple[str, ...], in_row: bool, codes: tuple[str, ...], words: Vocabulary) -> str | None:
    """The block that a heading or a row's label names."""
    texts = [key(text) for text in printed]
    for text in [*texts, "".join(texts)] if len(texts) > 1 else texts:
        for code in codes:
            if any(labels.is_heading(text) or text in labels.rows for labels in words.by_code[code]):
                return code
    for text in texts:
        for code in codes:
            if in_row and any(labels.find_row(text, None) for labels in words.by_code[code]):
                return code
    return None


def _best(items: Sequence[Item], candidates: Sequence[BlockLabels], preferred: str | None) -> BlockReading:
    """The reading of the form that fits best; on a tie the form of table 3, else the newest."""
    readings: list[BlockReading] = []
    newest_first = candidates[::-1]
    for labels in sorted(newest_first, key=lambda labels: labels.block.form_id != preferred):
        reading = BlockReader(labels).read(items)
        if is_whole(reading):
            return reading  # no other form can fit better
        readings.append(reading)
    headed = any(_named(reading) for reading in readings)
    return max(readings, key=lambda reading: fitness(reading, headed))  # the first of the best


def _named(reading: BlockReading) -> set[str]:
    """The columns that the header names."""
    return {token.column.code for token in reading.header if token.column is not None}


def fitness(reading: BlockReading, headed: bool) -> int:
    """How much of the form is there, less what is missing and what is left over.

    `headed`: a header was printed, so a form that knows none of its words does not fit.
    """
    block = reading.block
    rows, width = reading.rows, len(block.columns)
    named = _named(reading)
    score = 2 * (2 * len(rows) - len(block.rows)) - 2 * len(reading.unknown)
    if block.layout == "strip":
        return 2 * len(named)
    if headed:
        score += 2 * (2 * len(named) - width)
    full = sum(1 for entries in rows.values() for entry in entries if len(entry.values) >= width)
    return score + full


def is_enough(reading: BlockReading) -> bool:
    """Were enough rows of the form found to speak of this form at all?"""
    block = reading.block
    if block.layout == "strip":
        return bool(reading.header)
    return len(reading.rows) + len({row.code for _, row in reading.bare}) >= LEAST_SHARE * len(block.rows)


def is_whole(reading: BlockReading) -> bool:
    """Every row and column of the form is there, and nothing else."""
    rows, width = len(reading.block.rows), len(reading.block.columns)
    if len(_named(reading)) != width:
        return False
    if reading.block.layout == "strip":
        is_complete, width = len(reading.found) == 1, rows * width
    else:
        is_complete = len(reading.found) == len(reading.rows) == rows
    return (
        is_complete
        and all(len(found.values) == width for found in reading.found)
        and sum(1 for token in reading.header if token.column is not None) == width
        and not (reading.bare or reading.strays or reading.texts)
    )
