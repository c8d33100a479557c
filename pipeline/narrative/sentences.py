"""Sentences with their heading, and which of their numbers speak of the report's own year.

A number under another year, of a comparison ("较上年增加30条"), of a rhythm ("每季度1次") or of a plan
is made void here, once, so that no pattern of any measure has to think of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from pipeline.narrative.changes import latest, this_year
from pipeline.narrative.text import Text
from pipeline.narrative.tokens import ANY_MARK, MARK, Number, Tokens, tokenise, voided

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_HEADING = re.compile(
    r"(?P<one>[一二三四五六七八九十]{1,3}[、.])|(?P<two>（[一二三四五六七八九十]{1,3}）)|(?P<three>\d{1,2}[、.](?!\d))"
)
_SECTION = re.compile(  # also within a line: exports of pages may have no line ends at all
    "[一二三四五六七八]、(?:(?:政府信息公开工作)?(?:的)?总体情况|概述|(?:行政机关)?主动公开政府信息的?情况|主动公开情况|收到和处理政府信息公开申请的?情况"
    "|依申请公开(?:政府信息)?(?:的)?(?:办理)?情况|(?:因?政府信息公开(?:工作)?被?(?:申请)?)?行政复议(?:、|和)(?:提起)?行政诉讼情况"
    "|(?:政府信息公开工作)?存在的?(?:主要)?问题(?:及|和|与)改进(?:情况|措施)|其他需要报告的?(?:事项|情况))"
)
_BARE_HEADING = re.compile(
    r"(?:政府信息公开工作)?存在的?(?:主要)?(?:问题|不足)|其他需要(?:报告|说明)的?(?:事项|情况)$"
)
_TOPICS = (
    ("plans", re.compile("问题|不足|改进|整改|下一步|打算|努力方向|今后|薄弱|工作计划|工作思路")),
    ("disputes", re.compile("复议|诉讼")),
    ("requests", re.compile("申请")),
    ("fees", re.compile("收费|费用|处理费|其他需要")),
    ("disclosure", re.compile("主动公开|公开情况|平台|渠道|载体")),
    ("support", re.compile("培训|保障|队伍|机构|会议")),
)
# a note speaks of one cell of a table, or of what its table leaves out: its numbers are no statements
_NOTE = re.compile(r"(?:备注|附注|注释?|说明)\d{0,2}[：:]|[※*＊]+\s*(?=[\u4e00-\u9fff])")
_NOTE_GOES_ON = re.compile(r"[（(]?[2-9][.、．）)](?!\d)")
_HEADING_STARTS = frozenset("一二三四五六七八九十（0123456789政存其")
_LONGEST_HEADING = 40

_WORTH = re.compile(
    "申请|结转|答复|办结|复议|诉讼|规范性文件|解读|回应|留言|发布会|新闻发布|费|培训|参训|投诉|举报|信息|公开|微信|微博|网站"
    "|公报|报刊|媒体|电视|栏|访问|浏览|点击|其中|公开|不予|无法|处理|网民|类|条[，；。]"
)
_SPEAKS = re.compile(r"[\d零一二两三四五六七八九十百千万未没无免]|不收")

_EVENT = re.compile(
    rf"(?=[，；：。（）今本全当报年一上去前往历近十同环相每力争预拟计不目以下明接{ANY_MARK}])"  # only for speed
    rf"(?:(?P<bound>[，；：。])|(?P<open>（)|(?P<close>）)|(?P<year>{MARK['year']})"
    rf"|(?P<number>{MARK['count']}|{MARK['people']}|{MARK['money']})"
    r"|(?P<this>今年|本年|全年|当年|报告期|年内|本报告年度|一年来)"
    r"|(?P<last>(?<!结转)上一?年|去年|前年|往年|历年"
    rf"|近(?:[两二三四五六十几]|{MARK['date']})年?来?|十[二三四五]五”?(?:期间|时期|以来)|{MARK['void']}年)(?!度?的?结转)"
    r"|(?P<clause>同比|环比|相比|每个?(?:年|季|月|周|日|半年|天|件|次|期|条|人)|力争|争取|预计|拟(?:于|举办|召开|开展)"
    r"|计划(?:举办|召开|开展|于|在|组织|新)|不少于每|目标)"
    r"|(?P<since>以来)|(?P<future>下一步|今后|明年|接下来))"
)
_CHANGE = re.compile(r"(?:增加|减少|增长|下降|上升|回落|提升|净增|多出|增多|缩减|压减)(?:了)?$")
# before a year: the clause's time; anything else in front makes the year part of an object (公开2018年决算)
_GOVERNS = re.compile(
    r"(?:^|[，；：。（“]|[在于自从由截]|截至|截止|[局委办府乡镇区县市位关心校院队站所处会司厅]|[较比]|街道)$"
)
_WIDE = re.compile(
    r"全(?:市|县|区|省|州|盟|旗|自治区)(?=各|共|累计|行政|政府|主动|收到|受理|系统|上下|范围|发布|公开|政务|依申请|新收|，|办结)"
    "|[省市县区](?:级|直)各(?:部门|单位)(?=[、和及，]|共|收到|受理|公开|发布)"
)
_OWN = re.compile(
    "我局|我委|我办|我单位|本机关|本单位|本级|局机关|我中心|市本级|县本级|区本级|政府办公室|政府办"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text` with numbers as marks; `before` is the sentence before it in the same part."""

    text: str
    numbers: dict[str, Number]
    wide: frozenset[str]  # marks of numbers that speak of all organs of a city or county
    topic: str
    start: int  # offsets in the reading text
    end: int
    before: str


def sentences(text: Text, years: frozenset[int]) -> Iterator[Sentence]:
    """The sentences worth reading, with their numbers judged against the years the report speaks of."""
    topic, level, plan_level = "", 0, 0
    before = ""
    for start, raw in _without_notes(text.text):
        heading = _heading(raw)
        if heading:
            level, topic = heading
            if plan_level and level <= plan_level:
                plan_level = 0
            if topic == "plans" and not plan_level:
                plan_level = level
            before = raw
        if plan_level:
            continue
        if _WORTH.search(raw) and _SPEAKS.search(raw):
            yield _sentence(raw, start, years, topic, before)
        before = raw


def _raw_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Offset and words of every sentence; a section's heading always begins one."""
    begin = 0
    for section in _SECTION.finditer(text):
        for match in _SENTENCE.finditer(text, begin, section.start()):
            yield match.start(), match[0]
        begin = section.start()
    for match in _SENTENCE.finditer(text, begin):
        yield match.start(), match[0]


def _without_notes(text: str) -> Iterator[tuple[int, str]]:
    """The sentences that stand in no note; a numbered note goes on in the lines after it."""
    in_note = numbered = False
    for start, raw in _raw_sentences(text):
        if start == 0 or text[start - 1] == "\n":
            goes_on = in_note and numbered and _NOTE_GOES_ON.match(raw) is not None
            in_note = goes_on or _NOTE.match(raw) is not None
            numbered = in_note and (goes_on or re.search("[：:][（(]?1[.、．）)]", raw) is not None)
        elif _SECTION.match(raw):
            in_note = False
        if not in_note:
            yield start, raw


def _heading(raw: str) -> tuple[int, str] | None:
    """Level (1-3) and topic when the sentence is a heading; else None."""
    if raw[0] not in _HEADING_STARTS:
        return None
    if section := _SECTION.match(raw):
        return 1, _topic(section[0])
    if len(raw) > _LONGEST_HEADING:
        return None
    match = _HEADING.match(raw)
    if not match:
        return (1, _topic(raw)) if _BARE_HEADING.match(raw) else None
    if re.search(r"\d+[条件篇期次份个]|[，：]", raw):
        return None
    return 1 if match["one"] else 2 if match["two"] else 3, _topic(raw)


def _topic(raw: str) -> str:
    return next((name for name, pattern in _TOPICS if pattern.search(raw)), "")


def _sentence(raw: str, start: int, years: frozenset[int], topic: str, before: str) -> Sentence:
    tokens, earlier = latest(tokenise(raw, start), years)
    tokens, void = this_year(tokens, _void_marks(tokens, years) | earlier)
    text, numbers = _revoked(tokens, void)
    return Sentence(text, numbers, _wide_marks(text), topic, start, start + len(raw), before)


def _revoked(tokens: Tokens, void: set[str]) -> tuple[str, dict[str, Number]]:
    """The tokens with the marks in `void` exchanged for void marks."""
    if not void:
        return tokens.text, tokens.numbers
    spare = (chr(code) for code in count(ord(MARK["void"][3]), -1))
    exchange: dict[str, str] = {mark: next(spare) for mark in sorted(void)}
    numbers = {
        exchange.get(mark, mark): voided(number) if mark in exchange else number
        for mark, number in tokens.numbers.items()
    }
    text = tokens.text
    for old, new in exchange.items():
        text = text.replace(old, new)
    return text, numbers


@dataclass(slots=True)
class _State:
    """What holds at one place of a sentence."""

    year_ok: bool = True
    clause_bad: bool = False
    restore: bool | None = None  # year_ok to return to at the end of a comparing clause


def _void_marks(tokens: Tokens, years: frozenset[int]) -> set[str]:
    void: set[str] = set()
    state = _State()
    stack: list[_State] = []
    text = tokens.text
    for event in _EVENT.finditer(text):
        kind = event.lastgroup
        if kind == "number":
            changed = _CHANGE.search(text, max(0, event.start() - 4), event.start())
            if not state.year_ok or state.clause_bad or changed:
                void.add(event[0])
        elif kind == "bound":
            if state.restore is not None:
                state.year_ok, state.restore = state.restore, None
            state.clause_bad = False
        elif kind == "open":
            stack.append(_State(state.year_ok, state.clause_bad, state.restore))
            state.clause_bad = False
        elif kind == "close":
            state = stack.pop() if stack else state
        elif kind == "year":
            _read_year(state, text, event.start(), tokens.numbers, years)
        else:
            _read_word(state, text, event, tokens.numbers, years)
    return void


def _read_year(state: _State, text: str, at: int, numbers: dict[str, Number], years: frozenset[int]) -> None:
    """A year governs what follows it, until the next one."""
    year = numbers[text[at]].value
    if not years or year is None:
        return
    if text.count("《", 0, at) > text.count("》", 0, at) or re.match("度?的?结转", text[at + 1 :]):
        return
    lead = text[max(0, at - 2) : at]
    if re.search("[转延][至到入]?$", text[max(0, at - 3) : at]):
        return
    if _is_span(text, at, year, numbers):
        state.year_ok = False
        return
    if int(year) in years:
        state.year_ok = True
        return
    if not _GOVERNS.search(lead):
        return
    if lead[-1:] in "较比" and lead:
        state.restore = state.year_ok
    state.year_ok = False


def _is_span(text: str, at: int, year: float, numbers: dict[str, Number]) -> bool:
    """Whether a year is the last of several: 2022年至2024年."""
    first = numbers.get(text[at - 2]) if at > 1 and text[at - 1] in "至到-~" else None
    return first is not None and first.kind == "year" and first.value != year


def _read_word(
    state: _State, text: str, event: re.Match[str], numbers: dict[str, Number], years: frozenset[int]
) -> None:
    kind, at = event.lastgroup, event.start()
    earlier = numbers.get(text[at - 1]) if at else None
    if kind == "this":
        if earlier is None or earlier.kind != "year":
            state.year_ok = True
    elif kind == "last":
        opens_clause = not at or text[at - 1] in "，；：。（“"
        compares = re.match("同期|相比|数", text[event.end() :]) is not None
        if opens_clause and not compares:
            state.year_ok = False
        else:
            state.clause_bad = True
    elif kind == "clause":
        state.clause_bad = True
    elif kind == "since":
        own_year = earlier is not None and earlier.kind == "year" and (not years or earlier.value in years)
        if not own_year and text[max(0, at - 2) : at] not in ("今年", "本年"):
            state.year_ok = False
    else:  # future
        state.year_ok = False


def _wide_marks(text: str) -> frozenset[str]:
    found = _WIDE.search(text)
    if not found:
        return frozenset()
    own = _OWN.search(text, found.end())
    end = own.start() if own else len(text)
    return frozenset(re.findall(f"[{ANY_MARK}]", text[found.end() : end]))
