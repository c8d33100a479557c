"""Headers that a converter to Markdown made up: column numbers, or the first row with its repeated cells counted.

Data frames want one name for each column: `0 | 0 | | 3` becomes `0 | 0.1 | Unnamed: 2 | 3`. What was printed can
be told from it, and is given back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?")
UNNAMED = re.compile(r"Unnamed: \d+(?:_level_\d+)?")
COUNTED = re.compile(r"(?P<name>.*)\.(?P<count>[1-9]\d?)", re.S)
LEAST_NUMBERS = 4  # fewer numbers in a row, one above the other, may be figures
Row = list[str]


def printed_rows(rows: Sequence[Row | None]) -> list[Row]:
    """The rows of a run of lines as printed; None stands for the rule under a Markdown header."""
    heads = [number - 1 for number, row in enumerate(rows) if number and row is None and rows[number - 1]]
    found = [row for row in rows[: heads[0] if heads else None] if row is not None]
    for head, end in zip(heads, [*heads[1:], len(rows)][: len(heads)], strict=True):
        header = rows[head] or []
        body = [row for row in rows[head:end] if row is not None][1:]
        has_index = header[0] == "" and _counts([row[0] for row in body], least=2)
        if not _counts(header[header[0] == "" :], LEAST_NUMBERS):
            found.append(_as_printed(header[has_index:]))
        found.extend(row[has_index:] for row in body)
    return found


def _counts(cells: Sequence[str], least: int) -> bool:
    """0, 1, 2 …"""
    return len(cells) >= least and all(cell == str(number) for number, cell in enumerate(cells))


def _as_printed(header: Row) -> Row:
    """The header without the names and counts that only tell its columns apart."""
    seen: Counter[str] = Counter()
    cells = []
    for cell in header:
        counted = COUNTED.fullmatch(cell)
        if counted and seen[counted["name"]] == int(counted["count"]):
            cell = counted["name"]
        seen[cell] += 1
        cells.append("" if UNNAMED.fullmatch(cell) else cell)
    return cells
