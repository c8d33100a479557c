"""Is a reading consistent? The form's rules, the text against the tables, the years against each other."""

from __future__ import annotations

from pipeline.forms import Forms
from pipeline.narrative import Narrative
from pipeline.records import Document, Finding, Observation, PartStatus, Report, RuleCheck
from pipeline.validate import rules, text, years


def validate(
    document: Document,
    report: Report,
    parts: tuple[PartStatus, ...],
    observations: tuple[Observation, ...],
    narrative: Narrative,
    forms: Forms,
    clean: frozenset[str] = frozenset(),
) -> tuple[tuple[Finding, ...], tuple[RuleCheck, ...]]:
    """Findings about one document, and how often each rule of its forms held.

    `clean` names the parts in which nothing had to be chosen: what breaks there is the agency's mistake.
    """
    broken, checks = rules.check(document, report, parts, observations, forms, clean)
    findings = (*broken, *text.check(report, narrative, observations), *years.check(document, report))
    return findings, checks
