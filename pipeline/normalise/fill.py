"""What a blank stands for: 0, the sum of its parts, or nothing that can be said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pipeline.forms.arithmetic import Equation, holds, sides
from pipeline.records import Observation

ZERO, SUM = "blank_is_zero", "blank_total_is_sum"
EMPTY = ("blank", "na_mark")


def fill(observations: Sequence[Observation], sums: Sequence[Equation]) -> list[Observation]:
    """Fill the blanks of one part that has at least one number, where its identities allow it.

    A blank part of a sum is 0, a blank total the sum of its parts. Where an identity breaks with that, the
    blanks in it stay empty.
    """
    empty = {one.cell_code for one in observations if one.semantic in EMPTY}
    if not empty or not any(one.semantic in ("number", "zero") for one in observations):
        return list(observations)
    values: dict[str, float | None] = {one.cell_code: one.value for one in observations}
    filled = assumed(values, empty, sums)
    refuted = {
        code
        for equation in sums
        for both in [sides(equation, filled)]
        if both is not None and not holds(equation, *both)
        for code in equation.codes
        if code in empty
    }
    totals = {equation.left[0] for equation in sums if len(equation.left) == 1}
    rules = {code: SUM if code in totals else ZERO for code in empty - refuted}
    return [
        one._replace(filled=filled[one.cell_code], fill_rule=rules[one.cell_code])
        if one.cell_code in rules
        else one
        for one in observations
    ]


def assumed(
    values: Mapping[str, float | None], empty: Collection[str], sums: Sequence[Equation]
) -> dict[str, float | None]:
    """The values with which identities are tried: blanks as 0; then blank totals as sums, from the inside out."""
    filled = dict(values)
    filled.update(dict.fromkeys(empty, 0.0))
    for equation in sums:
        if len(equation.left) != 1 or equation.left[0] not in empty:
            continue
        parts = [filled.get(code) for code in equation.right]
        known = [value for value in parts if value is not None]
        if len(known) == len(parts):
            filled[equation.left[0]] = sum(known)
    return filled
