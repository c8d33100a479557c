"""Statements of measures in a sentence, by the wordings of `measures.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from pipeline.narrative.sentences import Sentence
from pipeline.narrative.tokens import COUNTING, MARK, Number

_DATA = Path(__file__).with_name("measures.toml")
_SHARES = MARK["share"][1:-1]
_GAPS = {
    "s": f"[^，。；：、（）{COUNTING}{_SHARES}]",
    "l": f"[^，。；：{COUNTING}{_SHARES}]",
    "a": f"[^。；{COUNTING}]",
}
_MARKS = {"N": "count", "P": "people", "M": "money", "S": "share", "Y": "year"}
_ZERO_RANK = 3
_SHARE = re.compile(rf"[，、（]?(?:约|共)?占{_GAPS['s']}{{0,16}}(?P<share>{MARK['share']})")


@dataclass(frozen=True, slots=True)
class Wording:
    rank: int
    pattern: re.Pattern[str]
    under_heading: bool  # it only speaks of the measure below a heading of its topics


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of `measures.toml`, compiled."""

    name: str
    kinds: tuple[str, ...]
    units: frozenset[str]
    wordings: tuple[Wording, ...]
    zero: tuple[re.Pattern[str], ...]
    zero_unless: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    after: re.Pattern[str] | None
    clause_unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    before: re.Pattern[str] | None
    topics: frozenset[str]
    has_share: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A measure stated in a sentence. `number` is None for a zero sentence, whose span is the wording's."""

    measure: str
    rank: int
    number: Number | None
    mark: str | None
    start: int  # offsets in the reading text
    end: int
    wide: bool
    rule: str
    share: Number | None = None


@cache
def _entries() -> dict[str, dict[str, object]]:
    """The vocabulary by measure, read once."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {str(entry["name"]): entry for entry in data["measure"]}


@cache
def _measure(name: str) -> Measure:
    """One measure; compiled only when a text may speak of it, since all of them take a while."""
    entry = _entries()[name]

    def words(key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        return tuple(map(str, value)) if isinstance(value, list) else ()

    def pattern(key: str, form: str = "{}") -> re.Pattern[str] | None:
        return re.compile(form.format(entry[key])) if key in entry else None

    patterns = entry["patterns"]
    assert isinstance(patterns, list)
    return Measure(
        name=name,
        kinds=tuple(str(entry.get("kind", "count")).split("|")),
        units=frozenset(words("units")),
        wordings=tuple(
            Wording(item["rank"], _compiled(item["re"]), item.get("under_heading", False))
            for item in patterns
        ),
        zero=tuple(map(_compiled, words("zero"))),
        zero_unless=pattern("zero_unless"),
        unless=pattern("unless"),
        after=pattern("after", "(?:{})$"),
        clause_unless=pattern("clause_unless"),
        needs=pattern("needs"),
        before=pattern("before"),
        topics=frozenset(words("topics")),
        has_share=bool(entry.get("share", False)),
    )


def _compiled(source: str) -> re.Pattern[str]:
    source = re.sub(r"\{([sla])(\d+)\}", lambda gap: f"{_GAPS[gap[1]]}{{0,{gap[2]}}}", source)
    return re.compile(re.sub(r"\{([NPMSY])\}", lambda mark: MARK[_MARKS[mark[1]]], source))  # type: ignore[index]


def statements(sentence: Sentence) -> Iterator[Statement]:
    """Every statement of every measure in the sentence; a zero sentence only where no number is stated."""
    for measure in _triggered(sentence.text):
        if not _speaks_of(measure, sentence):
            continue
        stated = False
        for statement in _stated(measure, sentence):
            stated = True
            yield statement
        if not stated:
            yield from _denied(measure, sentence)


def _speaks_of(measure: Measure, sentence: Sentence) -> bool:
    """Whether the sentence, its heading or the sentence before it is about what the measure counts."""
    if measure.needs is None or sentence.topic in measure.topics or measure.needs.search(sentence.text):
        return True
    return measure.before is not None and measure.before.search(sentence.before) is not None


@cache
def _by_trigger() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every trigger with the names of its measures."""
    found: dict[str, list[str]] = {}
    for name, entry in _entries().items():
        triggers = entry["triggers"]
        assert isinstance(triggers, list)
        for trigger in triggers:
            found.setdefault(trigger, []).append(name)
    return tuple((trigger, tuple(names)) for trigger, names in found.items())


def _triggered(text: str) -> Iterable[Measure]:
    """The measures a sentence may speak of, each once, in the order of the vocabulary of triggers."""
    hit = [names for trigger, names in _by_trigger() if trigger in text]
    return map(_measure, dict.fromkeys(chain.from_iterable(hit)))


def _stated(measure: Measure, sentence: Sentence) -> Iterator[Statement]:
    if not sentence.numbers:
        return
    for order, wording in enumerate(measure.wordings, 1):
        if wording.under_heading and sentence.topic not in measure.topics:
            continue
        for match in wording.pattern.finditer(sentence.text):
            mark = _mark(measure, match[0], sentence.numbers)
            if mark is None or not _allowed(measure, wording.rank, sentence, match):
                continue
            number = sentence.numbers[mark]
            found = _SHARE.match(sentence.text, match.end()) if measure.has_share else None
            yield Statement(
                measure.name,
                wording.rank,
                number,
                mark,
                number.start,
                number.end,
                mark in sentence.wide,
                f"{measure.name}.{order}",
                sentence.numbers[found["share"]] if found else None,
            )


def _mark(measure: Measure, words: str, numbers: dict[str, Number]) -> str | None:
    """The mark in the matched words that is the measure's number."""
    for character in reversed(words):
        number = numbers.get(character)
        if number is None or number.kind not in measure.kinds:
            continue
        fits = number.unit is None or not measure.units or number.unit in measure.units
        return character if fits else None
    return None


def _allowed(measure: Measure, rank: int, sentence: Sentence, match: re.Match[str]) -> bool:
    text = sentence.text
    if measure.unless and measure.unless.search(match[0]):
        return False
    if rank and measure.after and measure.after.search(text, max(0, match.start() - 16), match.start()):
        return False
    if measure.clause_unless:
        begin = text.rfind("；", 0, match.start()) + 1
        return not measure.clause_unless.search(text, begin, match.end())
    return True


def _denied(measure: Measure, sentence: Sentence) -> Iterator[Statement]:
    for pattern in measure.zero:
        for match in pattern.finditer(sentence.text):
            if measure.zero_unless and measure.zero_unless.search(match[0]):
                continue
            start, end = _place(sentence, match)
            yield Statement(measure.name, _ZERO_RANK, None, None, start, end, False, f"{measure.name}.zero")
            return


def _place(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """Where matched words stand in the reading text: marks are shorter than the numbers they stand for."""
    shift = 0
    offsets = []
    for character in sentence.text[: match.end()]:
        offsets.append(shift)
        number = sentence.numbers.get(character)
        shift += number.end - number.start if number else 1
    offsets.append(shift)
    begin = sentence.start + offsets[match.start()]
    return min(begin, sentence.end - 1), min(sentence.start + shift, sentence.end)
