"""The rows of a document's tables as items, divided into the parts of a report (t2, t3, t4, s).

One row of a grid and one line of text are the same here: label cells, then value cells. A table that
holds one cell a line gives its labels and values one by one; blank lines may be blank cells there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

from pipeline.forms.labels import Vocabulary, key
from pipeline.forms.values import parse
from pipeline.records import Cell, Document, Table

LONGEST_HALF = 2
MOST_ROWS = 2000  # a report has some sixty rows, one cell a line some six hundred; longer tables are lists
# in the place of a figure, never in that of a label: something that is no text, a formula, an Excel error
NO_LABEL = re.compile(r"\ufffc|=|#(?:REF|N/A|VALUE|DIV/0|NAME|NUM|NULL)")
NUMBERED = re.compile(r"\d{1,2}\s*[.、．](?!\d)|[（(][一二三四五六七八九十][）)]")  # as labels of rows are
EMPTY = frozenset(("text", "blank"))  # kinds of cells that hold no value
ItemKind = Literal["text", "row", "value", "blank"]


class Item(NamedTuple):
    """A printed line: `text` has labels only, `row` has values, `value` and `blank` are one cell alone."""

    kind: ItemKind
    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive items of one part; a second section of the same part is a second table."""

    part: str
    items: tuple[Item, ...]

    @property
    def table_indexes(self) -> tuple[int, ...]:
        return tuple(sorted({item.table.index for item in self.items}))


def rows_of(table: Table) -> Iterator[tuple[Cell, ...]]:
    """The printed cells of each row, in column order."""
    for _, row in groupby(table.cells, attrgetter("row")):
        yield tuple(row)


def is_blank(cells: Sequence[Cell]) -> bool:
    return all(parse(cell.text).semantic == "blank" for cell in cells)


def is_stream(table: Table) -> bool:
    """One cell a line, nearly throughout."""
    if not table.ragged:
        return False
    alone = several = 0
    for row in rows_of(table):
        values = sum(1 for cell in row if parse(cell.text).semantic in ("number", "zero", "na_mark"))
        alone += len(row) == 1 and values == 1
        several += values > 1
    return alone > 4 * several


@lru_cache(maxsize=65536)
def _kind(text: str) -> str:
    """What a cell's text is, `value` where it can be no label."""
    return "value" if NO_LABEL.match(text) else parse(text).semantic


@lru_cache(maxsize=4096)
def _divide(kinds: tuple[str, ...]) -> tuple[tuple[int, ...], int]:
    """The places of a line's labels, and where its values begin."""
    texts = [place for place, kind in enumerate(kinds) if kind == "text"]
    if not texts:
        return (), 0
    filled = (place for place, kind in enumerate(kinds) if kind not in EMPTY and place > texts[0])
    first = next(filled, len(kinds))
    labels = tuple(place for place in texts if place < first)
    return labels, labels[-1] + 1


def item_of(cells: tuple[Cell, ...], table: Table, stream: bool) -> Item:
    """Divide one line into label and values: labels end before the first number or mark."""
    kinds = tuple([_kind(cell.text) for cell in cells])
    places, start = _divide(kinds)
    if len(cells) == 1 and table.ragged and not places:
        return Item("blank" if kinds == ("blank",) else "value", (), cells, table)
    if not places:
        return Item("row", (), cells, table)
    labels = tuple([cells[place] for place in places])
    values = cells[start:]
    if not values or (stream and EMPTY.issuperset(kinds)):
        return Item("text", labels, (), table)
    return Item("row", labels, values, table)


def sections(document: Document, vocabulary: Vocabulary) -> tuple[Section, ...]:
    """The parts in printed order. Tables that belong to no part are left out."""
    done: list[Section] = []
    part: str | None = None
    items: list[Item] = []
    for table in document.tables:
        if table.row_count > MOST_ROWS:
            continue
        found = _items(table)
        if part is not None and _is_foreign(found, vocabulary, part, items[-1] if items else None):
            continue
        for item in found:
            now = _part(item, vocabulary, part) or part
            if now != part:
                if part is not None:
                    done.append(Section(part, tuple(items)))
                part, items = now, []
            if part is not None:
                items.append(item)
    if part is not None:
        done.append(Section(part, tuple(items)))
    return tuple(done)


def _items(table: Table) -> list[Item]:
    stream = is_stream(table)
    return [item_of(row, table, stream) for row in rows_of(table)]


def _part(item: Item, vocabulary: Vocabulary, current: str | None) -> str | None:
    """The part that this line proves by one of its labels: as it is in the form, else as a variant of a row.

    A variant only begins a part where the one before knows nothing like it.
    """
    texts = [key(cell.text) for cell in item.labels]
    for text in texts:
        part = vocabulary.part_of(text)
        if part is not None:
            return part
    if current is None or any(vocabulary.knows(text, current) for text in texts):
        return None
    parts = {part for text in texts for part in vocabulary.row_parts(text, item.kind == "text")}
    return parts.pop() if len(parts) == 1 else None


def _is_foreign(items: list[Item], vocabulary: Vocabulary, part: str, above: Item | None) -> bool:
    """A table with labels of which no part knows any: what follows it is no row of ours.

    Its first line may be the lower half of a label that a page break cut in two.
    """

    def is_known(text: str) -> bool:
        return bool(vocabulary.part_of(text) or vocabulary.knows(text, part))

    if any(is_known(key(cell.text)) for item in items for cell in item.labels):
        return False  # mostly by its first label
    if all(len(key(cell.text)) <= LONGEST_HALF for item in items for cell in item.labels):
        return False
    whole = whole_label(above.labels, items[0].labels) if above is not None else None
    return whole is None or not is_known(key(whole))


def whole_label(above: Sequence[Cell], below: Sequence[Cell]) -> str | None:
    """The label that a page break cut into these two lines: its halves stand in one column.

    Cells before it are halves of its group's label, cells behind it a unit.
    """
    places = {cell.col: cell.text for cell in above}
    common = [cell for cell in below if cell.col in places]
    if common:
        return places[common[-1].col] + common[-1].text
    if not above or not below:
        return None
    if all(len(key(cell.text)) <= LONGEST_HALF for cell in above):
        return below[-1].text  # nothing but a unit stands above
    return above[-1].text + below[-1].text
