"""From figures to printed cells: what stands in each cell and what it truly means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from pipeline.sample.codes import MONEY
from pipeline.sample.styles import Style


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """Truth of one cell: printed text, value as printed (None: blank or a mark), value after blank rules.

    `filled` None (marks such as /): the rules leave it open.
    """

    code: str
    text: str
    value: float | None
    semantic: str
    filled: float | None
    unit: str | None = None


DETAIL_TOTALS = ("granted", "partial", "refused", "unable", "not_processed", "other")


def decimal(amount: float) -> str:
    """An amount with up to two decimals, as people write it (13.03, 12.5, 7)."""
    return f"{amount:.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=8192)
def _counted(code: str, number: int) -> PrintedCell:
    amount = number / 100 if code in MONEY else number
    text = decimal(amount) if code in MONEY else str(number)
    return PrintedCell(code, text, amount, "number" if number else "zero", amount)


def _signed(cell: PrintedCell, number: int, style: Style) -> PrintedCell:
    words = {"plus": ("+", "-"), "words": ("增", "减")}
    if not number or style.signs == "bare":
        return cell
    sign = words[style.signs][0 if number > 0 else 1]
    return PrintedCell(cell.code, f"{sign}{abs(number)}", cell.value, cell.semantic, cell.filled)


def _priced(cell: PrintedCell, yuan: int, style: Style) -> PrintedCell:
    if not yuan or style.money == "bare":
        return cell
    if style.money == "yuan":
        return PrintedCell(cell.code, f"{yuan}元", yuan, "number", yuan, "元")
    amount = yuan / 10_000
    return PrintedCell(cell.code, f"{decimal(amount)}万元", amount, "number", amount, "万元")


def _noted(cell: PrintedCell, number: int, rng: Random) -> PrintedCell:
    notes = {"made": "其中修订{}件", "issued": "其中修订{}件", "in_force": "含自然失效{}件"}
    note = notes.get(cell.code.rsplit(".", 1)[1])
    if note is None or number < 2 or ".normative_doc." not in cell.code:
        return cell
    text = f"{number}（{note.format(rng.randint(1, number - 1))}）"
    return PrintedCell(cell.code, text, cell.value, cell.semantic, cell.filled)


def _is_blank(code: str, number: int, style: Style) -> bool:
    if style.blanks == "zero":
        return False
    if style.blanks == "blank_totals" and code.startswith("t3.") and code.endswith(".total"):
        return code.split(".")[1] in DETAIL_TOTALS or not number
    return not number


def print_cells(
    codes: Iterable[str], figures: Mapping[str, int], style: Style, rng: Random
) -> list[PrintedCell]:
    """The cells of one table. A table that would be nothing but blanks prints its zeros."""
    listed = list(codes)
    may_blank = any(figures[code] for code in listed if not _is_blank(code, figures[code], style))
    cells = []
    for code in listed:
        number = figures[code]
        cell = _counted(code, number)
        if may_blank and _is_blank(code, number, style):
            cell = PrintedCell(code, "", None, "blank", cell.filled)
        elif code.endswith(".items_change"):
            cell = _signed(cell, number, style)
        elif code == "t2.art20_9.procurement.amount":
            cell = _priced(cell, number, style)
        elif style.marks_none and ".regulation." in code and not number:
            cell = PrintedCell(code, "/", None, "na_mark", None)
        elif style.notes:
            cell = _noted(cell, number, rng)
        cells.append(cell)
    return cells
