"""Read the items of one block as one form would have them: which row each line of values belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.forms.labels import BlockLabels, Quality, Token, key
from pipeline.forms.lines import NUMBERED, Item, is_blank, whole_label
from pipeline.forms.model import Block, Row
from pipeline.forms.tokens import tokens_of
from pipeline.forms.values import parse
from pipeline.records import Cell, Table

# line: label and values in one line; below: values in the line under the label; stream: one by one
FoundKind = Literal["line", "below", "stream"]


@dataclass(slots=True)
class Found:
    """Values with the row they belong to; `row` None: an unknown label, or none (`label` empty)."""

    row: Row | None
    group: str | None
    label: str
    quality: Quality
    kind: FoundKind
    values: list[Cell]
    table: Table


@dataclass(slots=True)
class BlockReading:
    """All that one block's items gave, still without columns."""

    block: Block
    found: list[Found] = field(default_factory=list)
    headers: list[tuple[int, list[Token]]] = field(default_factory=list)  # and before which line they stand
    bare: list[tuple[int, Row]] = field(default_factory=list)  # labels without values; before which row
    strays: list[Cell] = field(default_factory=list)  # values that belong to no row: page numbers
    glued: list[str] = field(default_factory=list)  # label and figures run together
    texts: list[str] = field(default_factory=list)  # label cells that are no label of the form
    ragged: bool = False  # any of it comes from text

    @property
    def header(self) -> list[Token]:
        """The first header; one repeated after a page break is among `headers`."""
        return self.headers[0][1] if self.headers else []

    @property
    def rows(self) -> dict[str, list[Found]]:
        rows: dict[str, list[Found]] = {}
        for found in self.found:
            if found.row is not None:
                rows.setdefault(found.row.code, []).append(found)
        return rows

    @property
    def unknown(self) -> list[Found]:
        return [found for found in self.found if found.row is None and found.label]

    @property
    def unlabelled(self) -> list[Found]:
        return [found for found in self.found if found.row is None and not found.label]


class BlockReader:
    """Walks the items of one block once. In a strip the rows' labels are headers too."""

    def __init__(self, labels: BlockLabels) -> None:
        self._labels = labels
        self._reading = BlockReading(labels.block)
        self._pending: list[Cell] = []
        self._group: str | None = None
        self._in_header = True
        self._open: Found | None = None
        self._above: tuple[Cell, ...] = ()  # labels of the line before
        self._strip = labels.block.layout == "strip"

    def read(self, items: Sequence[Item]) -> BlockReading:
        self._reading.ragged = any(item.table.ragged for item in items)
        for item in items:
            if self._pending and (item.kind == "text" or (self._strip and is_blank(item.values))):
                item = item._replace(labels=self._mended(item.labels))
            if item.kind == "text":
                self._pending.extend(item.labels)
                self._open = None
            elif self._strip:
                self._strip_values(item)
            elif item.kind == "row":
                self._row(item)
            else:
                self._single(item)
            self._above = item.labels
        self._take_pending()
        self._reading.glued = [text for text in self._reading.texts if self._is_glued(text)]
        return self._reading

    def _mended(self, labels: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The labels that are left when those a page break cut in two have joined their upper halves.

        The lower half stands in the column of the upper one, which is a label only with it.
        """
        rest: list[Cell] = []
        for cell in labels:
            upper = next((one for one in reversed(self._pending) if one.col == cell.col), None)
            if upper is not None and not self._is_label(upper):
                whole = upper._replace(text=f"{upper.text}\n{cell.text}")
                if self._is_label(whole):
                    self._pending[self._pending.index(upper)] = whole
                    continue
            rest.append(cell)
        return tuple(rest)

    def _is_label(self, cell: Cell) -> bool:
        return self._tokens([cell], in_row=False)[0].kind != "text"

    def _strip_values(self, item: Item) -> None:
        """Values of a strip; a line of labels and blanks is a piece of its header."""
        blank = is_blank(item.values)
        if item.labels:
            self._pending.extend(item.labels)
        width = len(self._labels.block.columns) * len(self._labels.block.rows)
        if blank and (item.labels or (item.kind == "row" and len(item.values) < width)):
            return
        self._take_pending()
        if not self._reading.header:
            return
        if item.kind == "row":
            self._open = None
            self._add(None, "", "exact", "line", item)
        elif self._open is not None:
            self._open.values.extend(item.values)
        elif not blank:
            self._open = self._add(None, "", "exact", "stream", item)

    def _single(self, item: Item) -> None:
        """One value or blank alone in its line."""
        if self._pending:
            row, tokens = self._pending_row()
            if row is not None:
                self._learn(tokens[:-1], self._pending)
                self._pending = []
                self._open = self._add(row, tokens[-1].text, tokens[-1].quality, "stream", item)
                return
            if item.kind == "value":
                label = self._pending[-1].text
                self._take_pending()
                if NUMBERED.match(label):
                    self._open = self._add(None, label, "exact", "stream", item)
                    return
        if self._open is not None:
            self._open.values.extend(item.values)
        elif item.kind == "value":
            self._reading.strays.extend(item.values)

    def _row(self, item: Item) -> None:
        self._open = None
        if not item.labels:
            self._unlabelled(item)
            return
        if is_blank(item.values):
            self._blank_row(item)
            return
        tokens = self._tokens(item.labels, in_row=True)
        token = next((token for token in reversed(tokens) if token.kind == "row"), None)
        if token is None and any(token.kind in ("column", "corner") for token in tokens):
            self._pending.extend(item.labels)
            self._take_pending()
            return
        if token is None:
            self._unknown(item, tokens)
            return
        self._take_pending()
        self._learn(tokens[: tokens.index(token)], item.labels)
        self._add(token.row, _printed(item), token.quality, "line", item)

    def _unlabelled(self, item: Item) -> None:
        if is_blank(item.values):
            return
        row, tokens = self._pending_row()
        if row is not None:
            self._learn(tokens[:-1], self._pending)
            self._pending = []
            self._add(row, tokens[-1].text, tokens[-1].quality, "below", item)
            return
        self._take_pending()
        filled = [cell for cell in item.values if parse(cell.text).semantic != "blank"]
        if len(filled) == 1 and len(self._labels.block.columns) > 1:
            self._reading.strays.extend(filled)
        else:
            self._add(None, "", "exact", "line", item)

    def _blank_row(self, item: Item) -> None:
        """A row of blanks, or a header or heading with the blank cells of its spans."""
        if self._completed(item):
            return
        cells = [*self._pending, *item.labels]
        tokens = self._tokens(cells, in_row=False)
        last = next((token for token in reversed(tokens) if token.kind != "text"), tokens[-1])
        if last.kind == "row":
            self._learn(tokens[: tokens.index(last)], cells)
            self._pending = []
            self._add(last.row, _printed(item), last.quality, "line", item)
        else:
            self._pending.extend(item.labels)

    def _completed(self, item: Item) -> bool:
        """The lower half of the label of the unknown row above, which a page break cut in two."""
        last = self._reading.found[-1] if self._reading.found else None
        if last is None or last.row is not None or not last.label or self._pending:
            return False
        row = self._whole(item.labels)
        if row is not None:
            last.row = row
            last.group = self._group = row.group
            last.label += _printed(item)
        return row is not None

    def _unknown(self, item: Item, tokens: Sequence[Token]) -> None:
        """A label that is no row of this form: try it with the piece of label above it."""
        above = self._pending[-2:]
        text = "".join(cell.text for cell in (*above, *item.labels))
        joined = self._labels.find_row(key(text), self._group) if above else None
        row = joined[0] if joined else self._whole(item.labels)
        self._take_pending(bare=row is None)
        self._learn(tokens, item.labels)
        if row is not None:
            self._add(row, text, joined[1] if joined else "exact", "line", item)
        else:
            self._add(None, _printed(item), "exact", "line", item)

    def _whole(self, below: Sequence[Cell]) -> Row | None:
        """The row whose label a page break cut into the line above and this one."""
        text = whole_label(self._above, below)
        for group in (self._group, None) if text else ():
            found = self._labels.find_row(key(text or ""), group)
            if found is not None and found[1] == "exact":
                return found[0]
        return None

    def _pending_row(self) -> tuple[Row | None, tuple[Token, ...]]:
        """The one row that the labels above mean, if they end in it."""
        if not self._pending:
            return None, ()
        tokens = self._tokens(self._pending, in_row=False)
        rows = [token for token in tokens if token.kind == "row"]
        while tokens and tokens[-1].kind == "text":
            tokens = tokens[:-1]
        if len(rows) == 1 and tokens and tokens[-1].kind == "row":
            return rows[0].row, tokens
        return None, tokens

    def _take_pending(self, bare: bool = True) -> None:
        if self._pending:
            cells, self._pending = self._pending, []
            self._learn(self._tokens(cells, in_row=False), cells, bare)

    def _tokens(self, cells: Sequence[Cell], in_row: bool) -> tuple[Token, ...]:
        return tokens_of(cells, self._labels, self._group, self._in_header, in_row)

    def _learn(self, tokens: Sequence[Token], cells: Sequence[Cell], bare: bool = True) -> None:
        """Headers, groups and labels without values."""
        for token in tokens:
            if token.kind in ("column", "parent"):
                self._add_header(token, cells)
            elif token.kind == "group" or (token.kind == "text" and token.group is not None):
                self._group = token.group.code if token.group else None
            elif token.kind == "row" and self._strip:
                self._add_header(token, cells)
            elif token.kind == "row" and token.row is not None and bare:
                self._reading.bare.append((len(self._reading.found), token.row))
            elif token.kind == "text":
                self._reading.texts.append(token.text)

    def _add_header(self, token: Token, cells: Sequence[Cell]) -> None:
        if not self._in_header or not self._reading.headers:
            self._reading.headers.append((len(self._reading.found), []))
            self._in_header = True
        self._reading.headers[-1][1].append(token._replace(cell=cells[token.at]))

    def _is_glued(self, text: str) -> bool:
        """`规章000`: a whole label and its figures in one piece."""
        bare = text.strip().rstrip("0123456789. ")
        return bare != text.strip() and key(bare) in self._labels.rows

    def _add(self, row: Row | None, label: str, quality: Quality, kind: FoundKind, item: Item) -> Found:
        if row is not None:
            opened = self._labels.groups.get(key(row.label))
            self._group = row.group or (opened.code if opened else self._group)
        found = Found(row, self._group, label, quality, kind, list(item.values), item.table)
        self._reading.found.append(found)
        self._in_header = False
        return found


def _printed(item: Item) -> str:
    return "".join(cell.text for cell in item.labels)
