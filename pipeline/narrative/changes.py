"""Numbers told beside those of another year: of "由15件增至27件" and "去年收到申请15件，今年为27件" only the later.

The words between are taken out, so that the later number stands right behind what it counts. They are left as
one void mark behind it: the marks of a sentence still add up to its length.
"""

from __future__ import annotations

import re

from pipeline.narrative.tokens import ANY_MARK, MARK, Number, Tokens

_NUMBER = f"(?:{MARK['count']}|{MARK['people']}|{MARK['money']})"
_EARLIER = f"(?:{_NUMBER}|{MARK['void']})"
_YEAR = rf"(?:{MARK['year']}|上一?年度?|去年|前年|今年|本年度?)"
_UP_OR_DOWN = "(?:增加|增长|上升|提升|提高|扩大|减少|下降|降低|缩减|压减|回落|增|升|减|降)"
_PATTERNS = (
    re.compile(
        rf"[由从较比](?:(?P<earlier>{_YEAR})(?:同期)?的?)?(?P<first>{_EARLIER})"
        rf"(?:（[^（）]{{0,60}}）)?(?:，|逐年|逐步|大幅)*"
        rf"{_UP_OR_DOWN}(?:至|到|为)(?:(?P<later>{_YEAR})的?)?(?={_NUMBER})"
    ),
    re.compile(
        rf"(?<=[\u4e00-\u9fff）])(?:[比较与]|同比)(?:(?P<earlier>{_YEAR})(?:同期)?(?:的?{_EARLIER}|（{_EARLIER}）)?)?"
        rf"(?:相比)?{_UP_OR_DOWN}了?(?P<first>{_EARLIER}|{MARK['share']})，(?:共计?|总数)?(?:达到?|为)"
        rf"(?P<later>)(?={_NUMBER})"
    ),
)
_YEAR_AFTER_YEAR = re.compile(
    rf"(?<![加少长降升多了])(?P<first>{_NUMBER})，(?:其中)?(?P<later>{_YEAR}度?)"
    rf"(?:共|则|有|为|是|新增|(?P<verb>公开|发布|收到|受理|接收|办理|办结|答复))*(?P<kept>{_NUMBER})"
)
_STOCK = re.compile("累计(?![^，；：]*，)")  # in the clause before
_OWN = re.compile("全年|本年|今年|年内")


def latest(tokens: Tokens, years: frozenset[int]) -> tuple[Tokens, set[str]]:
    """The tokens with every change told by its later number, and the marks no measure may take."""
    void = set[str]()
    for pattern in _PATTERNS:
        while match := pattern.search(tokens.text):
            void.add(match["first"])
            kept = tokens.text[match.end()]
            if not _is_own(match, tokens.numbers, years):
                void.add(kept)
            tokens = _without(tokens, match.start(), match.end(), match["first"])
    return tokens, void


def this_year(tokens: Tokens, void: set[str]) -> tuple[Tokens, set[str]]:
    """Of "2023年公开信息80条，2024年公开120条" and "累计公开680条，其中2024年公开120条" the last number alone.

    `void` are the marks of other years' numbers; it comes back with those of all years together.
    """
    begin = 0
    while match := _YEAR_AFTER_YEAR.search(tokens.text, begin):
        begin = match.start() + 1
        first, kept = match["first"], match["kept"]
        before = tokens.text[: match.start()]
        alike = (match["verb"] or "") in before
        alike &= tokens.numbers[first].unit == tokens.numbers[kept].unit
        is_stock = _STOCK.search(before) is not None and not _OWN.search(before)
        if alike and kept not in void and (first in void or is_stock):
            tokens, void = _without(tokens, match.start(), match.start("kept"), first), void | {first}
    return tokens, void


def _without(tokens: Tokens, start: int, end: int, mark: str) -> Tokens:
    """The tokens with the words from `start` to `end` behind the number at `end`, as the one mark `mark`."""
    text, numbers = tokens.text, dict(tokens.numbers)
    begin = numbers[mark].start
    numbers[mark] = numbers[mark]._replace(end=begin + _length(text[start:end], numbers))
    return Tokens(f"{text[:start]}{text[end]}{mark}{text[end + 1 :]}", numbers)


def _length(words: str, numbers: dict[str, Number]) -> int:
    """How long words with marks are in the reading text."""
    marks = re.findall(f"[{ANY_MARK}]", words)
    return len(words) - len(marks) + sum(numbers[mark].end - numbers[mark].start for mark in marks)


def _is_own(match: re.Match[str], numbers: dict[str, Number], years: frozenset[int]) -> bool:
    """Whether the later number is the report's: its year is the report's, the earlier one is not."""
    earlier, later = (
        numbers[match[name]].value if match[name] in numbers else None for name in ("earlier", "later")
    )
    return not years or (earlier not in years and (later is None or later in years))
