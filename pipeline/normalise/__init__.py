"""A document's tables to observations: part by part, by the form that the part follows.

What cannot be read with certainty is refused with its reason; no cell is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.forms import Forms, RecognisedPart, recognise
from pipeline.forms.arithmetic import sums
from pipeline.normalise.absent import absent_parts, named_only, older_form
from pipeline.normalise.cut import judge_part
from pipeline.normalise.doubt import doubts
from pipeline.normalise.fill import EMPTY, fill
from pipeline.normalise.observe import absent_blocks, issues_to_findings, observe
from pipeline.normalise.place import Placement, place
from pipeline.normalise.strip import place_strip
from pipeline.records import Document, Finding, Observation, PartStatus


@dataclass(frozen=True, slots=True)
class Normalised:
    """The parts of one document: what became of each, its cells, and what is doubtful in them.

    `clean` names the parts in which every row and column was found by its label: an identity that breaks
    there is the agency's own.
    """

    parts: tuple[PartStatus, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    clean: frozenset[str]


def normalise(document: Document, forms: Forms, several: str | None = None) -> Normalised:
    """Read every part of a document. `several`: why it holds more than one report; then none is read."""
    recognised = recognise(document, forms)
    older = older_form(document, recognised, forms)
    if older is not None:
        return Normalised(named_only(older), (), (), frozenset())
    if sum(1 for part in recognised if part.again) > 1:
        several = several or "its tables are there several times with different figures"
    parts: list[PartStatus] = []
    observations: list[Observation] = []
    findings: list[Finding] = []
    clean: set[str] = set()
    for part in recognised:
        placements = _place(part, forms)
        refusal = judge_part(part, placements, document, several)
        if refusal is not None:
            rule, reason = refusal
            parts.append(PartStatus(part.part, part.form_id, "refused", reason, part.table_indexes))
            findings.append(_refused(document, part, rule, reason))
            continue
        cells = observe(document, part.part, placements)
        cells = _filled(cells, part, forms)
        status = PartStatus(part.part, part.form_id, "read", None, part.table_indexes)
        if cells and all(one.value is None for one in cells):
            status = PartStatus(part.part, part.form_id, "empty", "every cell is blank", part.table_indexes)
            findings.append(_empty(document, part))
        parts.append(status)
        observations.extend(cells)
        findings.extend(issues_to_findings(document, part.part, placements, cells))
        doubtful = doubts(document, part.part, placements)
        findings.extend(doubtful)
        if part.form_id is not None:
            read = {placement.reading.block.code for placement in placements}
            findings.extend(absent_blocks(document, part.part, forms[part.form_id].blocks, read))
        if not doubtful and all(placement.clean for placement in placements):
            clean.add(part.part)
    lacking, reasons = absent_parts(document, recognised)
    parts.extend(lacking)
    findings.extend(reasons)
    return Normalised(tuple(parts), tuple(observations), tuple(findings), frozenset(clean))


def _place(part: RecognisedPart, forms: Forms) -> list[Placement]:
    return [
        (place_strip if reading.block.layout == "strip" else place)(reading, forms[reading.block.form_id])
        for reading in part.readings
    ]


def _filled(cells: list[Observation], part: RecognisedPart, forms: Forms) -> list[Observation]:
    if part.form_id is None or not any(one.semantic in EMPTY for one in cells):
        return cells
    codes = [one.cell_code for one in cells]
    return fill(cells, sums(forms[part.form_id], part.part, codes))


def _refused(document: Document, part: RecognisedPart, rule: str, reason: str) -> Finding:
    return Finding(
        document.sha256,
        f"{part.part.upper()}_{rule}",
        "warn",
        "refused",
        part.part,
        f"{part.part}: {reason}",
        fault="extraction",
    )


def _empty(document: Document, part: RecognisedPart) -> Finding:
    message = f"{part.part}: the table is there, but every cell is blank"
    return Finding(
        document.sha256,
        "EMPTY_TABLE",
        "error",
        "broken",
        part.part,
        message,
        fault="agency",
        scope_key=part.part,
    )
