"""Parts that are not there: missing, empty, a picture, an attachment; never zeros."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.forms import Forms, RecognisedPart
from pipeline.forms.labels import key
from pipeline.records import Document, Finding, Part, PartStatus

TABLES: tuple[Part, ...] = ("t2", "t3", "t4")
LEAST_MARKS = 3  # labels that prove a form without cells
ONE_LINE = 400  # characters of prose on a page that is no more than its attachment


def absent_parts(
    document: Document, found: Sequence[RecognisedPart]
) -> tuple[list[PartStatus], list[Finding]]:
    """A status and a finding for every part of the report that has no table."""
    there = {part.part for part in found}
    if "s" in there:
        return [], []  # the statistics table stands for all three
    rule, reason = _why(document)
    missing = [part for part in TABLES if part not in there]
    parts = [PartStatus(part, None, "missing", reason) for part in missing]
    findings = [
        Finding(
            document.sha256,
            rule,
            "error",
            "refused",
            part,
            f"{part}: {reason}",
            fault="agency",
            scope_key=part,
        )
        for part in missing
    ]
    return parts, findings


def named_only(form_id: str) -> tuple[PartStatus, ...]:
    """The parts of a document whose form is known by name, but has no cells."""
    reason = f"the table follows {form_id}, whose cells have no codes"
    return tuple(PartStatus(part, form_id, "missing", reason) for part in TABLES)


def _why(document: Document) -> tuple[str, str]:
    """The finding's rule and the reason why there is no table."""
    if document.attachments and len(document.prose) < ONE_LINE and not document.tables:
        return "MISSING_TABLE", f"the page only links an attachment: {document.attachments[0].text}"
    pictures = next((problem for problem in document.problems if problem.startswith("picture")), None)
    if pictures or (document.picture_count and not document.tables):
        return "IMAGE_TABLE", pictures or f"no table, but {document.picture_count} pictures"
    return "MISSING_TABLE", "no such table in the document"


def older_form(document: Document, found: Sequence[RecognisedPart], forms: Forms) -> str | None:
    """A form of which only the name is known: enough of its fingerprint stands in the document's tables."""
    if any(part.readings for part in found):
        return None
    texts = {key(cell.text) for table in document.tables for cell in table.cells}
    for form in forms.items:
        marks = [key(mark) for mark in form.fingerprint]
        hits = sum(1 for mark in marks if any(mark in text for text in texts))
        if hits >= LEAST_MARKS:
            return form.id
    return None
