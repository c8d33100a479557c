"""Prose -> figures: every number a report states about itself in words, with the place where it stands.

`figures` is the flat view; `read` also says which numbers are parts of which (for the check of sums).
Vocabulary lives in `measures.toml`, `channels.toml` and `characters.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.narrative.disclosure import WEAK_RANK, Item, Reader, category
from pipeline.narrative.enumerations import told_apart
from pipeline.narrative.measures import Statement, statements
from pipeline.narrative.sentences import sentences
from pipeline.narrative.text import Text, normalise
from pipeline.narrative.tokens import Number
from pipeline.records import Document, Figure, Report

__all__ = ["Group", "Narrative", "figures", "read"]

# measures whose numbers may also be a part of what was published
_SHARED = frozenset({"interpretation_items", "responses", "normative_docs_issued"})
_RANK_CONFIDENCE = {0: 1.0, 1: 1.0, 2: 0.9, 3: 0.9}
_OUTCOME = "outcome_"
_STOPS = "，；：。！？\n"
_CLAUSE = re.compile(f"[{_STOPS}]")
_LINE_END = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Group:
    """A stated number and the parts the text names for it, in printed order.

    `exhaustive`: the wording says that the parts are all there is. `complete`: every part named was readable.
    """

    whole: Figure
    parts: tuple[Figure, ...]
    exhaustive: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a document's prose states, in printed order.

    `figures` are published. `outcomes` (numbers and percentages of 予以公开, 不予公开 …) repeat table 3 and
    only serve to compare with it; `groups` are the wholes that were told with their parts.
    """

    figures: tuple[Figure, ...]
    outcomes: tuple[Figure, ...]
    groups: tuple[Group, ...]


def figures(document: Document, report: Report) -> tuple[Figure, ...]:
    """The figures of a document, in printed order."""
    return read(document, report).figures


def read(document: Document, report: Report) -> Narrative:
    """Read a document's prose. Numbers of other years than the report's are left out."""
    text = normalise(document.prose)
    years = frozenset(year for year in (report.report_year, report.title_year, report.period_year) if year)
    reader = Reader()
    stated: list[Statement] = []
    for sentence in sentences(text, years):
        sentence = told_apart(sentence, years)
        found = list(statements(sentence))
        stated += found
        reader.read(sentence, (item.mark for item in found if item.mark and item.measure not in _SHARED))
    maker = _Maker(document, text, report.is_aggregate)
    best = _best(stated, report.is_aggregate)
    made = [maker.stated(one) for one in best if not one.measure.startswith(_OUTCOME)]
    outcomes = [figure for one in best if one.measure.startswith(_OUTCOME) for figure in maker.outcome(one)]
    disclosed, groups = maker.disclosed(reader.items)
    ordered = sorted(made + disclosed, key=lambda figure: (figure.span, figure.measure))
    return Narrative(tuple(ordered), tuple(outcomes), tuple(groups))


def _best(stated: list[Statement], is_aggregate: bool) -> list[Statement]:
    """Of each measure the best statement: by wording, then in the report's own scope, then the first."""

    def order(statement: Statement) -> tuple[int, bool, int]:
        return statement.rank, statement.wide and not is_aggregate, statement.start

    best: dict[str, Statement] = {}
    for statement in sorted(stated, key=order):
        best.setdefault(statement.measure, statement)
    return list(best.values())


class _Maker:
    """Makes figures of one document."""

    def __init__(self, document: Document, text: Text, is_aggregate: bool) -> None:
        self._document = document
        self._text = text
        self._is_aggregate = is_aggregate

    def stated(self, statement: Statement) -> Figure:
        number = statement.number
        return self._figure(
            statement.measure,
            None,
            number or Number("count", 0.0, None, "exact", statement.start, statement.end),
            statement.rule,
            _RANK_CONFIDENCE.get(statement.rank, 0.7),
            statement.wide,
        )

    def outcome(self, one: Statement) -> list[Figure]:
        """An outcome, and its stated percentage as `<outcome>_share`."""
        made = [self.stated(one)]
        if one.share is not None and one.share.value is not None:
            made.append(
                self._figure(f"{one.measure}_share", None, one.share, f"{one.rule}.share", 1.0, one.wide)
            )
        return made

    def disclosed(self, items: list[Item]) -> tuple[list[Figure], list[Group]]:
        """Total, channels and kinds of information, and the groups they form."""
        made: list[Figure] = []
        total = _total(items, self._is_aggregate)
        if total is not None:
            confidence = 1.0 if total.rank <= 1 else 0.8
            made.append(self._item(total, "disclosure_total", None, confidence))
        seen: set[tuple[str, float | None]] = set()
        for item in items:
            name = item.channel or category(item)
            if name is None or (name, item.number.value) in seen:
                continue
            seen.add((name, item.number.value))
            made.append(self._item(item, "disclosure_channel", name, 1.0 if item.whole else 0.9))
        return made, [self._group(item) for item in items if item.parts]

    def _item(self, item: Item, measure: str, channel: str | None, confidence: float) -> Figure:
        rule = (
            "disclosure.part" if item.whole else "disclosure.total" if item.is_total else "disclosure.channel"
        )
        return self._figure(measure, channel, item.number, rule, confidence, item.wide)

    def _group(self, whole: Item) -> Group:
        measure = "disclosure_total" if whole.channel is None else "disclosure_channel"
        parts = tuple(
            self._item(part, "disclosure_channel", part.channel or f"category:{part.label}", 1.0)
            for part in whole.parts
        )
        return Group(
            self._item(whole, measure, whole.channel, 1.0), parts, whole.exhaustive, not whole.broken
        )

    def _figure(
        self, measure: str, channel: str | None, number: Number, rule: str, confidence: float, wide: bool
    ) -> Figure:
        return Figure(
            document_sha256=self._document.sha256,
            measure=measure,
            channel=channel,
            value=float(number.value or 0),
            unit=number.unit,
            qualifier=number.qualifier,
            span=self._text.span(number.start, number.end),
            snippet=self._snippet(number.start, number.end),
            rule=rule,
            confidence=confidence,
            scope="government_aggregate" if wide else None,
        )

    def _snippet(self, start: int, end: int) -> str:
        """The clause round a number, as printed, on one line."""
        text = self._text.text
        low = max(0, start - 60)
        begin = max(low, *[text.rfind(stop, low, start) + 1 for stop in _STOPS])
        stop = _CLAUSE.search(text, end)
        first, last = self._text.span(begin, stop.start() if stop else len(text))
        snippet = self._document.prose[first:last]
        return _LINE_END.sub("", snippet) if "\n" in snippet else snippet


def _one_of_several(item: Item, through_one: list[Item]) -> bool:
    """Whether channels are told one by one, so that the number of one of them is not the total."""
    if any(other.sentence == item.sentence for other in through_one if other is not item):
        return True
    others = [other for other in through_one if other.channel != item.channel]
    return bool(others) if item.rank >= WEAK_RANK else any(map(_is_strong, others))


def _is_strong(item: Item) -> bool:
    return item.is_total and item.rank < WEAK_RANK


def _total(items: list[Item], is_aggregate: bool) -> Item | None:
    """The item that states the report's total, if one does."""
    totals = [item for item in items if item.is_total and item.whole is None]
    through_one = [item for item in items if item.channel and item.whole is None]
    totals = [item for item in totals if not item.channel or not _one_of_several(item, through_one)]
    joint = {item.sentence for item in items if item.is_joint}
    split = joint & {item.sentence for item in through_one}  # some channels told alone, others together
    totals = [item for item in totals if item.sentence not in split or not (item.is_joint or item.channel)]
    return min(
        totals, key=lambda item: (item.rank, item.wide and not is_aggregate, item.number.start), default=None
    )
