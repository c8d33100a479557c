"""measures.csv made flat: which cells of which form a measure is summed from, and where its series breaks.

An expression is a sum of cell codes (`t3.partial.total`, `a + b - c`, `t3.refused.*.total` for all rows of a
group, rows unknown to the form included) or one figure of the prose (`figure:disclosure_channel/website`; `/*`:
whatever channels are named, which leads to their numbers and is summed by staging.report_channels alone).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import pairwise

import polars as pl

from pipeline.errors import CrosswalkError

CLASSES = ("comparable", "caution", "break", "none")  # from best to worst
UNKNOWN_FORM = "unknown"  # a report none of whose tables was recognised
NOT_ASKED = ("一方表格未设此项", "one of the two forms does not ask for it")
NO_CODES = ("2007年条例时期的地方表格无统一指标", "the local tables before 2014 have no common items")
NOT_RECOGNISED = ("一方报告的表格未被识别", "the form of one report was not recognised")
PLAIN = {"comparable": ("可比", "comparable"), "caution": ("口径有变化", "the definition changed")}


@dataclass(slots=True)
class _Flat:
    cells: list[tuple[str, str, str, str, int]] = field(default_factory=list)
    groups: list[tuple[str, str, str, str]] = field(default_factory=list)
    figures: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    steps: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)


def measure_frames(
    measures: pl.DataFrame, forms: Sequence[str], form_cells: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The five seeds of measures.csv. `forms`: form ids, oldest first. Raises CrosswalkError."""
    known = {
        form: dict(rows.select("cell_code", "part").iter_rows())
        for (form,), rows in form_cells.group_by("form_id", maintain_order=True)
    }
    flat = _Flat()
    for row in measures.iter_rows(named=True):
        for form in forms:
            if row.get(form):
                _expression(flat, row["measure"], form, row[form], known.get(form, {}))
        _spread_figure(flat, row, forms)
        _steps(flat, row, forms)
    text = pl.String()
    return {
        "measures": measures.select(
            "measure", "label_zh", "label_en", "unit", pl.col("reason_en").alias("note")
        ),
        "measure_cells": pl.DataFrame(
            flat.cells,
            schema={"measure": text, "form_id": text, "part": text, "cell_code": text, "weight": pl.Int64()},
            orient="row",
        ),
        "measure_groups": _texts(flat.groups, ("measure", "form_id", "outcome_group", "col_code")),
        "measure_figures": _texts(flat.figures, ("measure", "form_id", "figure", "channel")),
        "measure_steps": _texts(
            flat.steps, ("measure", "from_form", "to_form", "comparability", "reason_zh", "reason_en")
        ),
    }


def _texts(rows: Sequence[Sequence[str | None]], names: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")


def _expression(flat: _Flat, measure: str, form: str, text: str, known: dict[str, str]) -> None:
    if text.startswith("figure:"):
        figure, _, channel = text.removeprefix("figure:").partition("/")
        flat.figures.append((measure, form, figure, channel or None))
        return
    if not known:  # a form whose cells are not loaded: its reports give no measures yet
        return
    for sign, term in re.findall(r"([+-]?)\s*([\w.*]+)", text):
        weight = -1 if sign == "-" else 1
        codes = [code for code in known if fnmatchcase(code, term)]
        if "*" in term:
            pieces = term.split(".")
            flat.groups.append((measure, form, pieces[1], pieces[-1]))
        elif not codes:
            raise CrosswalkError(f"measures.csv: {measure}: {term} is no cell of {form}")
        flat.cells.extend((measure, form, known[code], code, weight) for code in codes)


def _spread_figure(flat: _Flat, row: dict[str, str | None], forms: Sequence[str]) -> None:
    """A figure of the prose is stated whatever the form: forms without cells for it have it too."""
    figure = next((text for form in forms if (text := row.get(form)) and text.startswith("figure:")), None)
    if figure:
        for form in (*forms, UNKNOWN_FORM):
            if not row.get(form):
                _expression(flat, str(row["measure"]), form, figure, {})


def _steps(flat: _Flat, row: dict[str, str | None], forms: Sequence[str]) -> None:
    own = (row["reason_zh"], row["reason_en"])
    for start in range(len(forms)):
        for end in range(start + 1, len(forms)):
            worst, reason = _class_between(row, forms[start : end + 1], own)
            for one, other in ((forms[start], forms[end]), (forms[end], forms[start])):
                flat.steps.append((str(row["measure"]), one, other, worst, *reason))
    for form in forms:
        for one, other in ((form, UNKNOWN_FORM), (UNKNOWN_FORM, form)):
            flat.steps.append((str(row["measure"]), one, other, "caution", *NOT_RECOGNISED))


def _class_between(
    row: dict[str, str | None], span: Sequence[str], own: tuple[str | None, str | None]
) -> tuple[str, tuple[str, str]]:
    """The worst class of the steps from the first to the last form of `span`, with its reason in words."""
    classes: list[str] = []
    for one, other in pairwise(span):
        column = f"{one}>{other}"
        value = row.get(column) if column in row else "break"
        if value not in CLASSES:
            raise CrosswalkError(
                f"measures.csv: {row['measure']}: {column} {value!r} is none of {', '.join(CLASSES)}"
            )
        classes.append(value)
    worst = max(classes, key=CLASSES.index)
    without_codes = f"{span[0]}>{span[1]}" not in row
    if without_codes:
        return "break", NO_CODES
    if worst != "comparable" and own[0] and own[1]:
        return worst, (own[0], own[1])
    if worst in ("none", "break"):
        return worst, NOT_ASKED
    return worst, PLAIN[worst]
