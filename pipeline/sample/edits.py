"""Injected faults in numbers: each edit breaks named identities of one table and leaves all others alone."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from pipeline.sample.codes import COLUMNS, GROUPS, UNKNOWN_ROW
from pipeline.sample.edits_2014 import EDITS_2014
from pipeline.sample.figures import Figures

Edit = Callable[[Figures, Random], None]
Fits = Callable[[Figures], bool]


def _shift(figures: Figures, by: int, *rows: str) -> None:
    """Moves natural persons and the total of the rows by the same amount: the row sums still hold."""
    for row in rows:
        figures[f"t3.{row}.natural_person"] += by
        figures[f"t3.{row}.total"] += by


def row_sum(figures: Figures, rng: Random) -> None:
    """Two wrong row totals that cancel in the column: granted, and the largest of the other outcomes."""
    others = [row for group, rows in GROUPS.items() if group not in ("granted", "other") for row in rows]
    partner = max(others, key=lambda row: figures[f"t3.{row}.total"])
    by = rng.randint(2, min(7, figures["t3.granted.total"] - 1))
    figures["t3.granted.total"] -= by
    figures[f"t3.{partner}.total"] += by


def total_cell(figures: Figures, rng: Random) -> None:
    """One wrong row total: its row and the column of totals break."""
    figures["t3.unable.not_held.total"] += rng.randint(3, 9)


def column_sum(figures: Figures, rng: Random) -> None:
    """（七）总计 too high in two columns, with receipts to match: only the column sums break."""
    _shift(figures, rng.randint(3, 9), "new_received", "processed_total")


def balance(figures: Figures, rng: Random) -> None:
    """Receipts too high: received + carried in ≠ processed + carried out."""
    _shift(figures, rng.randint(3, 9), "new_received")


def carry(figures: Figures, rng: Random) -> None:
    """More carried in than the year before carried out; the report itself is sound."""
    _shift(figures, rng.randint(2, 6), "carried_in", "granted", "processed_total")


def review_total(figures: Figures, rng: Random) -> None:
    """Wrong total of administrative reviews."""
    figures["t4.review.total"] += rng.randint(2, 5)


def negative(figures: Figures, rng: Random) -> None:
    """A negative number of decisions."""
    figures["t2.art20_6.penalty.decisions"] = -rng.randint(2, 9)


def unknown_row(figures: Figures, rng: Random) -> None:
    """Some answers moved to a row that no form has; all sums hold with it."""
    moved = rng.randint(1, min(3, figures["t3.granted.natural_person"]))
    for column in COLUMNS:
        figures[f"t3.{UNKNOWN_ROW}.{column}"] = 0
    _shift(figures, -moved, "granted")
    _shift(figures, moved, UNKNOWN_ROW)


def stock(figures: Figures, rng: Random) -> None:
    """More documents issued than the numbers in force allow; the year after follows from the stock alone."""
    figures["t2.art20_1.normative_doc.issued"] += rng.randint(2, 6)


def items(figures: Figures, rng: Random) -> None:
    """Another number of last year's penalty items than last year's report gives."""
    figures["t2.art20_6.penalty.prev_items"] += rng.randint(2, 6)


def revise(figures: Figures, rng: Random) -> None:
    """No fault: a corrected edition with other, equally sound numbers."""
    _shift(figures, rng.randint(1, 4), "new_received", "granted", "processed_total")
    figures["t2.art20_6.penalty.decisions"] += rng.randint(1, 20)


EDITS: dict[str, Edit] = {
    "row_sum": row_sum,
    "total_cell": total_cell,
    "column_sum": column_sum,
    "balance": balance,
    "carry": carry,
    "review_total": review_total,
    "negative": negative,
    "unknown_row": unknown_row,
    "stock": stock,
    "items": items,
    **EDITS_2014,
    "correction": revise,
}


def is_busy(figures: Figures) -> bool:
    """Enough requests that a wrong sum is unmistakable: several outcome rows and columns are in use."""
    used = sum(1 for rows in GROUPS.values() for row in rows if figures[f"t3.{row}.total"])
    return figures["t3.granted.total"] >= 5 and used >= 4 and figures["t3.new_received.org_business"] > 0
