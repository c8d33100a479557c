"""A form as data: blocks of rows and columns with their labels, and the rules between its cells.

Forms are loaded once; they, their blocks and rows are the same only if they are the same object, so that what is
worked out for one can be kept under it without comparing all its labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.records import Part, Severity

Layout = Literal["rows", "strip"]
Relation = Literal["sum", "at_most", "at_least", "near", "not_negative", "integer"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a block; `code` is empty where the block has but one unnamed column."""

    code: str
    label: str
    labels: tuple[str, ...]  # other wordings
    parent: str | None  # the header above several columns
    unit: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over several rows, such as （三）不予公开."""

    code: str
    number: str
    label: str
    labels: tuple[str, ...]
    outcome: str | None  # of all its rows, in the taxonomy of outcomes


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row of a block. `keys` are words that tell it from every other row of its group."""

    code: str
    label: str
    labels: tuple[str, ...]
    keys: tuple[str, ...]
    group: str | None
    number: str | None
    zh: str
    unit: str | None
    kind: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A rectangle of cells: `rows` one below the other, or (`strip`) side by side in one line."""

    form_id: str
    part: Part
    code: str
    layout: Layout
    heading: str | None
    headings: tuple[str, ...]
    corner: tuple[str, ...]  # texts of the header that name no column
    outer: tuple[str, ...]  # a label over many rows that is no group
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    unit: str | None
    extra_rows: bool  # rows that are not in the form become unmapped_<n>

    def cell_code(self, row: str, column: str) -> str:
        return f"{self.code}.{row}.{column}" if column else f"{self.code}.{row}"

    def cell_codes(self, rows: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """By row the codes of its cells, in the form's column order."""
        return _cell_codes(self, rows)


@lru_cache(maxsize=1024)
def _cell_codes(block: Block, rows: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Kept, since most documents have the same rows."""
    return {row: tuple(block.cell_code(row, column.code) for column in block.columns) for row in rows}


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation between cells. `left` and `right` are cell codes with `*`, `{row}` and `{column}`."""

    id: str
    part: Part
    relation: Relation
    each: Literal["row", "column", ""]
    block: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    except_: tuple[str, ...]
    severity: Severity
    error_rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One generation of the annual report's tables."""

    id: str
    instrument: str
    first_year: int
    last_year: int | None
    version: str  # hash of its TOML
    fingerprint: tuple[str, ...]  # texts that prove this form where its rows cannot be read
    blocks: tuple[Block, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """Every form known, oldest first."""

    items: tuple[Form, ...]
    version: str  # hash over all forms and the table of writings

    def __getitem__(self, form_id: str) -> Form:
        for form in self.items:
            if form.id == form_id:
                return form
        raise KeyError(form_id)


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of one form: a row of seeds.form_cells."""

    form_id: str
    cell_code: str
    part: Part
    row_code: str
    col_code: str
    row_label_zh: str
    col_label_zh: str
    unit: str
    kind: str
    outcome_group: str | None
