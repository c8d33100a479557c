"""The rules of a form as equations between cell codes: expanded once, evaluated for any set of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from pipeline.forms.model import Block, Form, Rule
from pipeline.records import Severity


@dataclass(frozen=True, slots=True)
class Equation:
    """One rule for one row or column: `left` and `right` are cell codes, each side is their sum."""

    rule: Rule
    severity: Severity
    left: tuple[str, ...]
    right: tuple[str, ...]
    key: str  # the row's or column's code: tells equations of one rule apart

    @property
    def codes(self) -> tuple[str, ...]:
        return (*self.left, *self.right)


def equations(form: Form, part: str, codes: Iterable[str], within: str = "") -> tuple[Equation, ...]:
    """The sums and bounds of one part, over the cells that are there; only those all of whose cells are
    `within` a block, where its code is given.
    """
    return _equations(form, part, tuple(codes), within)


def sums(form: Form, part: str, codes: Iterable[str], within: str = "") -> tuple[Equation, ...]:
    """The sums among these equations."""
    return _sums(form, part, tuple(codes), within)


@lru_cache(maxsize=512)
def _equations(form: Form, part: str, codes: tuple[str, ...], within: str) -> tuple[Equation, ...]:
    ordered = sorted(set(codes))
    return tuple(
        equation
        for rule in form.rules
        if rule.part == part and rule.relation in ("sum", "at_most", "at_least", "near")
        for equation in _expand(rule, form, ordered)
        if all(code.startswith(within) for code in equation.codes)
    )


@lru_cache(maxsize=512)
def _sums(form: Form, part: str, codes: tuple[str, ...], within: str) -> tuple[Equation, ...]:
    return tuple(one for one in _equations(form, part, codes, within) if one.rule.relation == "sum")


def _expand(rule: Rule, form: Form, codes: list[str]) -> list[Equation]:
    block = next((block for block in form.blocks if block.code == rule.block), None)
    keys = _keys(rule, block, codes)
    expanded = []
    for name in keys:
        left = _codes(rule.left, name, codes)
        right = _codes(rule.right, name, codes)
        severity: Severity = "error" if name in rule.error_rows else rule.severity
        if left and right:
            expanded.append(Equation(rule, severity, left, right, name))
    return expanded


def _keys(rule: Rule, block: Block | None, codes: list[str]) -> list[str]:
    if block is None or not rule.each:
        return [""]
    if rule.each == "column":
        return [column.code for column in block.columns]
    rows = [row.code for row in block.rows]
    width = len(block.code) + 1
    extra = {
        code[width:].rsplit(".", 1)[0]
        for code in codes
        if "unmapped_" in code and code.startswith(block.code)
    }
    return [*rows, *sorted(extra)]


def _codes(patterns: tuple[str, ...], name: str, codes: list[str]) -> tuple[str, ...]:
    wanted = [pattern.replace("{row}", name).replace("{column}", name) for pattern in patterns]
    known = set(codes)
    found: list[str] = []
    for pattern in wanted:
        if "*" in pattern:
            found.extend(code for code in codes if fnmatchcase(code, pattern))
        elif pattern in known:
            found.append(pattern)
    return tuple(dict.fromkeys(found))


def sides(equation: Equation, values: Mapping[str, float | None]) -> tuple[float, float] | None:
    """Both sides' sums, or None where a value is not known."""
    sums = []
    for codes in (equation.left, equation.right):
        total = 0.0
        for code in codes:
            value = values.get(code)
            if value is None:
                return None
            total += value
        sums.append(total)
    return sums[0], sums[1]


def holds(equation: Equation, left: float, right: float) -> bool:
    """Does the relation hold, within a rounding error?"""
    if equation.rule.relation == "at_most":
        return left <= right + 1e-6
    if equation.rule.relation == "at_least":
        return left >= right - 1e-6
    return abs(left - right) < 1e-6
