"""Rows and columns of one block together: every cell under its code, what is not sure named or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from pipeline.forms.arithmetic import Equation, holds, sides, sums
from pipeline.forms.model import Block, Form
from pipeline.forms.reader import BlockReading
from pipeline.normalise.align import Alignment, Cells, align, habits_of, number
from pipeline.normalise.columns import Columns, Order, columns_of, repeated
from pipeline.normalise.settle import Issue, Settled, label_of, settle
from pipeline.records import Cell

HARMLESS = ("LABEL", "UNKNOWN_ROW")  # issues that leave every cell where it is printed
MOST_DOUBTFUL = 2  # rows of a grid that may be doubtful before the whole table is


@dataclass(slots=True)
class Placement:
    """One block's cells by row code, in the form's column order; None: nothing is printed there.

    `doubtful` rows have no sure columns and give no values. `refused` is the finding's rule and the reason.
    """

    reading: BlockReading
    rows: dict[str, Cells] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, Cells] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    refused: tuple[str, str] | None = None

    @property
    def clean(self) -> bool:
        """Every row and column was found by its label, and no place had to be chosen."""
        return not (self.doubtful or self.missing or any(issue.kind not in HARMLESS for issue in self.issues))

    def refuse(self, rule: str, reason: str) -> None:
        if self.refused is None:
            self.refused = (rule, reason)


def place(reading: BlockReading, form: Form) -> Placement:
    """Place one block of the layout `rows`."""
    placement = Placement(reading)
    block = reading.block
    settled = settle(reading)
    placement.issues.extend(settled.issues)
    if settled.refused:
        placement.refuse("COLLAPSED", settled.refused)
        return placement
    columns = columns_of(reading)
    width = len(block.columns)
    habits = habits_of(list(settled.lines.values()), width)
    aligned = {code: align(found, width, columns, habits) for code, found in settled.lines.items()}
    arithmetic = _Arithmetic(form, placement, tuple(settled.lines))
    order = arithmetic.choose_order(columns, aligned)
    orders = arithmetic.orders_below(order, repeated(reading), settled, aligned)
    for code, alignment in aligned.items():
        if len(alignment.candidates) == 1 and alignment.doubt is None:
            placement.rows[code] = _ordered(alignment.candidates[0], orders[code])
    for code, alignment in aligned.items():
        if code not in placement.rows:
            _resolve(code, alignment, orders[code], placement, arithmetic, settled)
    _lost_tabs(settled, placement, columns.places is None)
    if columns.doubt and any(number(cell) for cells in placement.rows.values() for cell in cells):
        placement.issues.append(Issue("DOUBTFUL", "warn", f"{columns.doubt}; read in the form's order"))
    placement.missing = tuple(row.code for row in block.rows if row.code not in settled.lines)
    rows = {row.code: row for row in block.rows}
    for code, found in settled.lines.items():
        label = label_of(found, rows.get(code))
        if label:
            placement.labels[code] = label
    _judge(placement, settled, aligned, arithmetic)
    return placement


def broken_sums(form: Form, block: Block, rows: Mapping[str, Cells]) -> int:
    """How many sums of a block break over these cells."""
    reading = BlockReading(block)
    return _Arithmetic(form, Placement(reading), tuple(rows)).judge(rows)[2]


def _ordered(cells: Cells, order: Order) -> Cells:
    """From printed order to the form's, which mostly are the same."""
    columns = tuple(range(len(order)))
    if order == columns:
        return cells
    places = {column: cells[place] for place, column in enumerate(order)}
    return tuple(places[column] for column in columns)


class _Arithmetic:
    """The identities of one block over the rows placed so far."""

    def __init__(self, form: Form, placement: Placement, rows: tuple[str, ...]) -> None:
        self._form = form
        self._block = placement.reading.block
        self._placement = placement
        self._totals = [column.kind == "total" for column in self._block.columns]
        self._codes = self._block.cell_codes(rows)

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """Only where something is not sure: most documents never ask."""
        codes = chain.from_iterable(self._codes.values())
        return sums(self._form, self._block.part, codes, self._block.code)

    def values(self, rows: Mapping[str, Cells]) -> dict[str, float | None]:
        values: dict[str, float | None] = {}
        for row, cells in rows.items():
            for code, is_total, cell in zip(self._codes[row], self._totals, cells, strict=True):
                total_is_blank = is_total and cell is not None and not cell.text.strip()
                values[code] = None if total_is_blank else number(cell)
        return values

    def judge(self, rows: Mapping[str, Cells], only: str | None = None) -> tuple[int, int, int]:
        """How many identities hold with figures in them, hold with nothing but zeros, and break."""
        values = self.values(rows)
        told = idle = broken = 0
        for equation in self.equations:
            if only is not None and not any(self._row_of(code) == only for code in equation.codes):
                continue
            both = sides(equation, values)
            if both is None:
                continue
            if not holds(equation, *both):
                broken += 1
            elif any(both):
                told += 1
            else:
                idle += 1
        return told, idle, broken

    def _row_of(self, code: str) -> str:
        return code[len(self._block.code) + 1 :].rsplit(".", 1)[0]

    def choose_order(self, columns: Columns, aligned: Mapping[str, Alignment]) -> Order:
        """The order whose row sums break least; the header's own on a tie."""
        if len(columns.orders) == 1:
            return columns.orders[0]
        sure = {code: entry.candidates[0] for code, entry in aligned.items() if entry.doubt is None}
        counts = []
        for order in columns.orders:
            rows = {code: _ordered(cells, order) for code, cells in sure.items()}
            told, _, broken = self.judge(rows)
            counts.append((broken, -told))
        best = min(range(len(counts)), key=lambda place: (counts[place], place))
        if counts[best] == counts[0]:
            return columns.orders[0]
        message = "the columns do not stand under their headers; read in the order that the sums confirm"
        self._placement.issues.append(Issue("DOUBTFUL", "warn", message))
        return columns.orders[best]

    def orders_below(
        self,
        order: Order,
        headers: Sequence[tuple[int, Columns]],
        settled: Settled,
        aligned: Mapping[str, Alignment],
    ) -> dict[str, Order]:
        """The order of each row; a header repeated further down with another order must prove itself."""
        orders = dict.fromkeys(aligned, order)
        for start, columns in headers:
            if columns.orders[0] == order:
                continue
            places = {id(found): number for number, found in enumerate(self._placement.reading.found)}
            below = [code for code in aligned if places.get(id(settled.lines[code]), -1) >= start]
            sure = {code: aligned[code].candidates[0] for code in below if aligned[code].doubt is None}
            broken = [
                self.judge({code: _ordered(cells, one) for code, cells in sure.items()})[2]
                for one in (order, columns.orders[0])
            ]
            if broken[1] < broken[0]:
                orders.update(dict.fromkeys(below, columns.orders[0]))
            message = "a header further down has its columns in another order; the sums decided"
            self._placement.issues.append(Issue("DOUBTFUL", "warn", message))
        return orders

    def fitting(self, row: str, candidates: list[Cells]) -> list[Cells]:
        """The candidates that break no identity and make one with figures hold."""
        kept = []
        for cells in candidates:
            filled = self._with_implied(row, cells)
            if filled is None:
                continue
            rows = {**self._placement.rows, row: filled}
            told, idle, broken = self.judge(rows, only=row)
            if not broken and (told or idle):
                kept.append(cells)
        return kept

    def _with_implied(self, row: str, cells: Cells) -> Cells | None:
        """A row with the figure that its sum demands in the place where none is printed."""
        if None not in cells:
            return cells
        absent = cells.index(None)
        values = self.values({row: tuple(cell or Cell(0, 0, "0") for cell in cells)})
        equation = next(
            (one for one in self.equations if all(self._row_of(code) == row for code in one.codes)), None
        )
        both = sides(equation, values) if equation else None
        if equation is None or both is None:
            return None
        code = self._codes[row][absent]
        implied = both[1] - both[0] if code in equation.left else both[0] - both[1]
        if implied < 0:
            return None
        return tuple(cell or Cell(0, 0, f"{implied:g}") for cell in cells)


def _resolve(
    code: str,
    alignment: Alignment,
    order: Order,
    placement: Placement,
    arithmetic: _Arithmetic,
    settled: Settled,
) -> None:
    """Choose among the candidates by the identities, and say so; else keep the row without values."""
    candidates = [_ordered(cells, order) for cells in alignment.candidates]
    label = settled.lines[code].label
    fitting = arithmetic.fitting(code, candidates)
    if fitting and len({tuple(number(cell) or 0.0 for cell in cells) for cells in fitting}) == 1:
        placement.rows[code] = fitting[0]
        message = f"{label}: {alignment.doubt}; placed where the sums hold"
        placement.issues.append(Issue("SHIFTED", "warn", message, (code,)))
        return
    cells = tuple(settled.lines[code].values)
    width = len(placement.reading.block.columns)
    placement.doubtful[code] = (*cells[:width], *([None] * (width - len(cells))))
    message = f"{label}: {alignment.doubt}; its columns are not sure, no figures are taken"
    placement.issues.append(Issue("SHIFTED", "error", message, (code,)))


def _lost_tabs(settled: Settled, placement: Placement, by_order: bool) -> None:
    """In text, a row with a blank at its edge and a line shorter than all complete ones may lack a cell."""
    if not (placement.reading.ragged and by_order):
        return
    lines = {code: found for code, found in settled.lines.items() if found.kind == "line" and found.values}
    complete = [
        lines[code].values[-1].col
        for code, cells in placement.rows.items()
        if code in lines and all(cell and cell.text for cell in cells)
    ]
    for code, found in lines.items():
        cells = placement.rows.get(code)
        if not complete or cells is None or found.values[-1].col >= min(complete):
            continue
        if any(cell is None or not cell.text for cell in (cells[0], cells[-1])):
            message = f"{found.label}: its line is shorter than the others, a cell may be lost"
            placement.issues.append(Issue("SHIFTED", "warn", message, (code,)))


def _doubt_habits(
    placement: Placement, aligned: Mapping[str, Alignment], arithmetic: _Arithmetic, broken: int
) -> None:
    """Rows placed as the other rows stand, where fewer sums would break if they stood elsewhere."""
    elsewhere = {
        code: other
        for code, alignment in aligned.items()
        for other in alignment.others
        if arithmetic.judge({**placement.rows, code: other})[2] < broken
    }
    if elsewhere:
        message = f"{len(elsewhere)} rows have blanks on both sides, and sums break as they are placed"
        placement.issues.append(Issue("DOUBTFUL", "warn", message, tuple(elsewhere)))


def _judge(
    placement: Placement, settled: Settled, aligned: Mapping[str, Alignment], arithmetic: _Arithmetic
) -> None:
    """Is this block fit to be given at all?"""
    reading = placement.reading
    short = [code for code, alignment in aligned.items() if alignment.is_short]
    bare = {row.code for _, row in reading.bare} - set(settled.lines)
    chosen = settled.by_order or any(alignment.others for alignment in aligned.values())
    told, _, broken = arithmetic.judge(placement.rows) if chosen else (0, 0, 0)
    if broken:
        _doubt_habits(placement, aligned, arithmetic, broken)
    if reading.glued:
        placement.refuse("COLLAPSED", f"label and figures run together: {reading.glued[0]}")
    elif reading.ragged and (len(short) > 1 or placement.doubtful or bare):
        wrong = list(dict.fromkeys((*short, *placement.doubtful, *sorted(bare))))
        placement.refuse("COLLAPSED", f"{len(wrong)} rows have no value for each column, first {wrong[0]}")
    elif len(placement.doubtful) > MOST_DOUBTFUL:
        placement.refuse("SHIFTED", f"the columns of {len(placement.doubtful)} rows are not sure")
    elif settled.by_order and (broken or not told):
        placement.refuse("COLLAPSED", f"{len(settled.by_order)} lines of figures lost their labels")
    elif settled.by_order:
        message = f"{len(settled.by_order)} lines lost their labels; placed by their order, the sums hold"
        placement.issues.append(Issue("DOUBTFUL", "warn", message, tuple(settled.by_order)))
