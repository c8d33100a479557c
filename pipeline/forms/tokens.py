"""Label cells to tokens; labels broken over several cells are joined where only the whole is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.forms.labels import BlockLabels, Token, key
from pipeline.records import Cell

NOTE = re.compile(r"(?<=[\u4e00-\u9fff])[(（][^(（)）]*[)）]?$")  # 规章（设区的市以上人民政府制定）
MOST_PIECES = 14  # 三、本年度办理结果 is printed one character a line


def tokens_of(
    cells: Sequence[Cell], labels: BlockLabels, group: str | None, in_header: bool, in_row: bool
) -> tuple[Token, ...]:
    """Tokens in printed order; `at` counts in `cells`.

    `in_header`: no row was read since the last header, so 其他 and 总计 are columns. `in_row`: the cells
    stand before values in one line, so they are a row's label.
    """
    return _tokens(tuple([cell.text for cell in cells]), labels, group, in_header, in_row)


@lru_cache(maxsize=32768)
def _tokens(
    texts: tuple[str, ...], labels: BlockLabels, group: str | None, in_header: bool, in_row: bool
) -> tuple[Token, ...]:
    keys = [key(text) for text in texts]
    columns_first = in_header and not in_row
    tokens: list[Token] = []
    place = 0
    while place < len(keys):
        size, token = _longest(keys, place, labels, group, columns_first)
        pieces = labels.header_pieces(keys[place]) if token is None and not in_row else ()
        if pieces:
            tokens.extend(_piece(piece, labels, place) for piece in pieces)
            place, columns_first = place + 1, True
            continue
        if token is None:
            size, token = 1, _loose(keys[place], texts[place], labels, group, in_row)
        if token.group is not None:
            group = token.group.code
        if token.kind in ("column", "parent", "corner"):
            columns_first = not in_row
        elif token.kind in ("row", "group", "outer"):
            columns_first = False
        tokens.append(token._replace(at=place))
        place += size
    return tuple(tokens) if in_row else _header_of(tokens, labels)


def _header_of(tokens: list[Token], labels: BlockLabels) -> tuple[Token, ...]:
    """Among headers 总计 and 其他 are columns too, wherever they stand."""
    if not any(token.kind == "column" for token in tokens):
        return tuple(tokens)
    return tuple(
        Token("column", token.text, column=labels.columns[token.text], at=token.at)
        if token.kind == "row" and token.text in labels.columns and labels.block.layout == "rows"
        else token
        for token in tokens
    )


def _piece(text: str, labels: BlockLabels, place: int) -> Token:
    """One header of several that are run together."""
    if text in labels.columns:
        return Token("column", text, column=labels.columns[text], at=place)
    if text in labels.parents:
        return Token("parent", text, at=place)
    rows = labels.rows.get(text)
    return Token("row", text, row=rows[0], at=place) if rows else Token("corner", text, at=place)


def _longest(
    keys: Sequence[str], place: int, labels: BlockLabels, group: str | None, columns_first: bool
) -> tuple[int, Token | None]:
    """The most pieces from here on that make one known label, compared as a whole."""
    for size in range(min(MOST_PIECES, len(keys) - place), 0, -1):
        joined = "".join(keys[place : place + size]) if size > 1 else keys[place]
        token = _exact(joined, labels, group, columns_first) if joined else None
        if token is not None:
            return size, token
    return 1, None


def _exact(text: str, labels: BlockLabels, group: str | None, columns_first: bool) -> Token | None:
    column = labels.columns.get(text)
    rows = labels.rows.get(text)
    if column is not None and (columns_first or not rows):
        return Token("column", text, column=column)
    if text in labels.headings:
        return Token("heading", text)
    if text in labels.parents:
        return Token("parent", text)
    if text in labels.outer:
        return Token("outer", text)
    if text in labels.groups and not rows:
        return Token("group", text, group=labels.groups[text])
    if rows:
        found = labels.find_row(text, group)
        if found is not None:
            return Token("row", text, row=found[0], quality=found[1])
    if text in labels.groups:
        return Token("group", text, group=labels.groups[text])
    return Token("column", text, column=column) if column else None


def _loose(text: str, printed: str, labels: BlockLabels, group: str | None, in_row: bool) -> Token:
    if not text:
        return Token("text", printed)
    if labels.is_heading(text):
        return Token("heading", printed)
    if labels.is_corner(text):
        return Token("corner", printed)
    column = labels.find_column(text)
    if column is not None and not in_row:
        return Token("column", printed, column=column)
    found = labels.find_row(text, group)
    if found is not None:
        seen = labels.without_frame(text)[1]
        return Token("row", printed, group=seen, row=found[0], quality=found[1])
    rest, seen = labels.without_frame(text)
    if seen is not None and not rest:
        return Token("group", printed, group=seen)
    own = NOTE.sub("", printed)
    if own != printed:
        return _loose(key(own), own, labels, group, in_row)
    return Token("text", printed, group=seen)
