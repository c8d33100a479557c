"""The values of one printed row to the columns of its block: by position behind the label.

A row with as many cells as columns is sure. More cells are sure where only blanks stand outside; fewer are
never sure. What is not sure becomes a list of candidates, for the identities to choose from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.forms.reader import Found
from pipeline.forms.values import parse
from pipeline.normalise.columns import Columns
from pipeline.normalise.confidence import is_unread
from pipeline.records import Cell

Cells = tuple[Cell | None, ...]


class Alignment(NamedTuple):
    """Possible places of one row's values in printed order; one candidate and no doubt: sure."""

    candidates: tuple[Cells, ...]
    doubt: str | None = None
    is_short: bool = False  # cells are lacking
    others: tuple[Cells, ...] = ()  # where it fits too; the candidate stands as the other rows do


@dataclass(frozen=True, slots=True)
class Habits:
    """How blank cells that are no cells of the form surround the sure rows of a block.

    `before`: by the number of cells in a row and whether it stands in a group (whose label may have been
    lost with its cell), how many stand before its values. `around`: in text with one cell a line, how many
    stand before and behind the values of a complete row; None: there is no rule.
    """

    before: dict[tuple[int, bool], int]
    around: tuple[int, int] | None


def habits_of(rows: Sequence[Found], width: int) -> Habits:
    """Learn from the rows that are sure."""
    seen: dict[tuple[int, bool], set[int]] = {}
    around: set[tuple[int, int] | None] = set()
    for found in rows:
        if found.kind == "stream":
            if sum(1 for cell in found.values if not _is_blank(cell)) == width:
                starts = _windows(found.values, width)
                around.add((starts[0], len(found.values) - width - starts[0]) if len(starts) == 1 else None)
        elif len(found.values) > width:
            starts = _windows(found.values, width)
            if len(starts) == 1:
                seen.setdefault(_shape(found), set()).add(starts[0])
    before = {shape: next(iter(starts)) for shape, starts in seen.items() if len(starts) == 1}
    return Habits(before, next(iter(around)) if len(around) == 1 else None)


def align(found: Found, width: int, columns: Columns, habits: Habits) -> Alignment:
    """Candidates for one row, by the places of the headers where they are known."""
    places = columns.places
    cells: Cells = tuple(found.values)
    if found.kind == "stream":
        cells = _stream(cells, width, habits)
    if len(cells) == width:
        return Alignment((cells,))
    if places is not None and not found.table.ragged and len(cells) > width:
        chosen = tuple(cell for cell in cells if cell and cell.col in places)
        if len(chosen) == width and _only_blanks(cell for cell in cells if cell and cell.col not in places):
            return Alignment((chosen,))
    if len(cells) > width:
        surplus = _surplus(cells, width, habits.before.get(_shape(found)))
        gathered = _gathered(found.values, columns.spread) if surplus.doubt and found.kind == "line" else None
        return Alignment((gathered,)) if gathered else surplus
    return _short(cells, width)


def _stream(cells: Cells, width: int, habits: Habits) -> Cells:
    """Blank lines between values are cells only where complete rows show which blank lines are not."""
    filled = tuple(cell for cell in cells if cell and not _is_blank(cell))
    if len(filled) >= width or habits.around is None:
        return filled
    before, behind = habits.around
    inner = cells[before : len(cells) - behind]
    outer = [*cells[:before], *cells[len(cells) - behind :]]
    return inner if len(inner) == width and _only_blanks(outer) else filled


def _gathered(cells: Sequence[Cell], spread: Sequence[Sequence[int]]) -> Cells | None:
    """One cell for each header: the cells under one repeat each other, those under none are blank."""
    under = [[cell for cell in cells if cell.col in columns] for columns in spread]
    others = [cell for cell in cells if not any(cell.col in columns for columns in spread)]
    if not under or not all(len({cell.text for cell in group}) == 1 for group in under):
        return None
    return tuple(group[0] for group in under) if _only_blanks(others) else None


def _shape(found: Found) -> tuple[int, bool]:
    return len(found.values), found.row is not None and found.row.group is not None


def _surplus(cells: Cells, width: int, habit: int | None) -> Alignment:
    starts = _windows([cell for cell in cells if cell], width)
    if len(starts) == 1:
        return Alignment((cells[starts[0] : starts[0] + width],))
    if len(starts) > 1:
        options = tuple(cells[start : start + width] for start in starts)
        if habit in starts:
            own = options[starts.index(habit)]
            return Alignment((own,), others=tuple(option for option in options if option is not own))
        return Alignment(options, f"{len(cells)} cells for {width} columns, blanks on both sides")
    if len(cells) == width + 1:
        options = tuple(cells[:place] + cells[place + 1 :] for place in range(len(cells)))
        return Alignment(options, f"{len(cells)} values for {width} columns")
    return Alignment((), f"{len(cells)} values for {width} columns")


def _short(cells: Cells, width: int) -> Alignment:
    doubt = f"{len(cells)} cells for {width} columns"
    if len(cells) == width - 1 and width > 1:
        options = tuple((*cells[:place], None, *cells[place:]) for place in range(width - 1, -1, -1))
        return Alignment(options, doubt, is_short=True)
    return Alignment((), doubt, is_short=True)


def _windows(cells: Sequence[Cell], width: int) -> list[int]:
    """Where a row of this width may begin so that only blanks stay outside."""
    return [
        start
        for start in range(len(cells) - width + 1)
        if _only_blanks([*cells[:start], *cells[start + width :]])
    ]


def _only_blanks(cells: Iterable[Cell | None]) -> bool:
    return all(cell is None or _is_blank(cell) for cell in cells)


def _is_blank(cell: Cell) -> bool:
    return parse(cell.text).semantic == "blank"


def number(cell: Cell | None) -> float | None:
    """A cell's value for arithmetic: blanks and marks count 0, text and absent cells are not known."""
    if cell is None:
        return None
    value = parse(cell.text)
    if value.semantic in ("blank", "na_mark"):
        return None if is_unread(cell) else 0.0
    return value.number
