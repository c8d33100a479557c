"""Rows that look shifted by one column: printed where sums break, one place further all of them hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.forms import Block, Form
from pipeline.forms.arithmetic import Equation, holds, sides, sums
from pipeline.records import Document, Finding, Observation, Part

Values = dict[str, float | None]


def shifted_rows(document: Document, form: Form, part: Part, own: Sequence[Observation]) -> Iterator[Finding]:
    """One finding a row that only makes sense one column to the left or right; its cells stay as printed."""
    values: Values = {one.cell_code: (0.0 if one.value is None else one.value) for one in own}
    known = {one.cell_code for one in own if one.semantic in ("number", "zero", "blank", "na_mark")}
    told = [equation for equation in sums(form, part, values) if known.issuperset(equation.codes)]
    broken = [equation for equation in told if not _holds(equation, values)]
    if not broken:
        return
    for block in form.blocks:
        if block.part != part or len(block.columns) < 3:
            continue
        for row in block.rows:
            codes = [block.cell_code(row.code, column.code) for column in block.columns]
            if known.issuperset(codes) and any(set(equation.codes) & set(codes) for equation in broken):
                moved = _moved(codes, values, told, broken)
                if moved:
                    yield _finding(document, part, block, row.code, codes, moved)


def _holds(equation: Equation, values: Mapping[str, float | None]) -> bool:
    both = sides(equation, values)
    return both is None or holds(equation, *both)


def _moved(codes: list[str], values: Values, told: list[Equation], broken: list[Equation]) -> str | None:
    """`left` or `right`, where moving this row by one place repairs every identity it stands in."""
    row = [values[code] or 0.0 for code in codes]
    own = [equation for equation in told if set(equation.codes) & set(codes)]
    if not any(row) or not any(equation in broken for equation in own):
        return None
    for name, shifted in (("left", [*row[1:], 0.0]), ("right", [0.0, *row[:-1]])):
        lost = row[0] if name == "left" else row[-1]
        if lost:
            continue
        trial = {**values, **dict(zip(codes, shifted, strict=True))}
        if all(_holds(equation, trial) for equation in own):
            return name
    return None


def _finding(document: Document, part: Part, block: Block, row: str, codes: list[str], moved: str) -> Finding:
    return Finding(
        document_sha256=document.sha256,
        rule=f"{part.upper()}_SHIFTED",
        severity="error",
        status="broken",
        part=part,
        message=f"{block.code}.{row}: the sums hold only one column further to the {moved}; kept as printed",
        fault="unknown",
        cell_codes=tuple(codes),
        scope_key=row,
    )
