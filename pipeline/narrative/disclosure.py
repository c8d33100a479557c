"""How much was published, and its parts: total, channels, kinds of information, nested where the text nests.

Yields a flat list of items; an item knows the item it is a part of. Which item states the
report's total is decided later, over the whole document: a better worded one may follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.narrative.channels import channels_in, vocabulary
from pipeline.narrative.enumerations import addends
from pipeline.narrative.sentences import Sentence
from pipeline.narrative.tokens import ANY_MARK, MARK, Number

_STOCK_RANK = 5  # from this rank on a number may be all that was ever published
WEAK_RANK = 3  # from this rank on a wording speaks of publishing, but not of 政府信息
_UNITS = frozenset(
    ["条", "条次", "件", "件次", "篇", "篇次", "期", "份", "则", "项", "次", "个", "部", "幅", "版", "张"]
)
_TOTAL_UNITS = frozenset(["条", "条次", "件", "件次", "篇", "篇次", "份", "则", "项"])
_STANDALONE_UNITS = frozenset(["条", "条次", "件", "件次", "篇", "篇次", "期", "则", "份"])
_LISTED_UNITS = frozenset(["条", "条次", "期", "则"])  # of information; documents are counted in 件, 份, 篇
_EVENT = re.compile(f"[（），；：。{ANY_MARK}]")
_FIRST_COUNT, _LAST_COUNT = MARK["count"][1], MARK["count"][3]
_COUNTER = "(?:共计?|总计|合计|累计|总数|总量|数量|数|达到?|约|为|有|了|计|近|条数|量)"
_OBJECT = "(?:各级各类|各类|各种|各项|有关|相关|全部|本单位|政府|政务|公共|主动|公开|的)*"
_BEGINS = re.compile("[；，：]*(?:其中|按|包括)")
_TOTAL = re.compile(
    rf"(?P<verb>主动公开|对外公开|公开发布|发布|公开|公布|更新|新增|上传|推送|录入)(?:并?更新|发布|公开)?(?:了|的)?{_OBJECT}"
    rf"(?P<object>信息|数据)(?:公开|发布)?(?:情况)?{_COUNTER}*$"
    rf"|(?P<many>(?:公开|发布|公布|更新|上传).{{2,60}}等(?:各类|各种|各方面|方面|内容|重点|重点领域|的)*(?:政府|政务)?信息){_COUNTER}*$"
    rf"|(?P<noun>(?:政府|政务)信息(?:主动)?公开(?:工作)?|信息(?:主动)?公开(?:总?数量?|总量)|主动公开){_COUNTER}*$"
    rf"|(?:公开|发布)的?(?:政府|政务)?信息{_COUNTER}*$"
)
_STRONG = re.compile("主动公开|政府信息|政务信息|公开(?:各类|的)?信息|政务公开信息|信息公开")
_NOT_TOTAL = re.compile(
    "研究|部署|会议|指南|目录|制度|申请|不予|部分公开|未公开|应公开|答复|相同|同一|免予|解读|回应|规范性文件"
)
_NUMBER_FIRST = re.compile(r"(?:各类|各种|的)*(?:政府|政务)信息(?![类中里])|条?信息(?=[，；。]|$)")
_SUMMED = re.compile("(?:^|，)(?:共计?|合计|总计)$")
_FOLLOWERS = re.compile("粉丝|关注(?:人数|用户|者|量|数)|订阅|用户")
_ONLY_COUNTER = re.compile(rf"{_COUNTER}*$")
_NO_WORDS = re.compile(rf"（[^（）]*）|[，：（）]|[{ANY_MARK}](?:大类|[类种项方个])?")
_LEAD = re.compile(
    "^.*?(?:其中|包括了?|包含|主要有|具体为)|^(?:[、和及与]|主动|公开|发布|公布|通过|利用|在|涉及|关于|更新|上传|分别|有|是|为|了|共|于|含|将|以及|另|还)+"
)
_TAIL = re.compile(rf"(?:发布|公开|公布|更新|推送|方面|内容|的|{_COUNTER})+$")
_OTHER = re.compile("(?:其他|其它)(?:类|类别|方面|信息|方式|渠道|平台|途径|形式|载体|内容|媒体)*$")


@dataclass(slots=True)
class Item:
    """One number of published items."""

    number: Number
    sentence: int  # where its sentence starts
    label: str
    channel: str | None
    is_total: bool
    rank: int  # of its wording as the total; small is good
    wide: bool
    whole: Item | None
    exhaustive: bool = False  # its parts are said to be all there is
    parts: list[Item] = field(default_factory=list)
    broken: bool = False  # a part of it could not be read
    is_joint: bool = False  # stated for several channels together


@dataclass(slots=True)
class _Level:
    """What is open at one depth of brackets."""

    whole: Item | None = None
    last: Item | None = None
    listing: bool = False
    channel: str | None = None  # the channel the last words were about
    followed: str | None = None  # the channel whose followers were told last
    outer: Item | None = None  # the whole of the list this list stands in


class Reader:
    """Reads sentence after sentence; an enumeration may go on in the next one."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._level = _Level()
        self._end = -1
        self._goes_on = False

    def read(self, sentence: Sentence, claimed: Iterable[str]) -> None:
        """Collect the items of a sentence; `claimed` are marks other measures have taken for good."""
        text = sentence.text
        adjacent = sentence.start - self._end <= 2
        words = vocabulary().words
        begins = _BEGINS.match(text) is not None
        if not (adjacent and self._level.last and (begins or self._goes_on)):
            self._level = _Level()
        elif begins and not self._level.listing:
            self._open_listing(text[:12])
        self._scan(sentence, frozenset(claimed), words)
        self._end = sentence.end
        self._goes_on = text.rstrip("。")[-1:] in ("：", "；", ":") and self._level.listing

    def _listing_begins(self, phrase: str) -> None:
        level = self._level
        if not level.listing:
            self._open_listing(phrase)
        elif phrase.startswith("其中") and level.outer is None and level.last and level.last.whole:
            level.outer, level.whole = level.last.whole, level.last  # 其中网站500条，其中动态200条

    def _open_listing(self, words: str) -> None:
        level = self._level
        level.whole, level.listing = level.last, level.last is not None
        if level.whole is not None:
            level.whole.exhaustive = re.search("分为|按.{0,6}[分类]|具体为|组成", words) is not None

    def _scan(self, sentence: Sentence, claimed: frozenset[str], words: dict[str, re.Pattern[str]]) -> None:
        text = sentence.text
        stack: list[_Level] = []
        begin = earlier = 0  # of the phrase, and of all words since the last number
        for event in _EVENT.finditer(text):
            sign = event[0]
            is_count = _FIRST_COUNT <= sign <= _LAST_COUNT
            phrase = text[begin : event.start()]
            if is_count and _ONLY_COUNTER.match(phrase):
                phrase = _NO_WORDS.sub("", text[earlier : event.start()])
            if phrase and words["listing"].search(phrase):
                self._listing_begins(phrase)
            if phrase and (named := channels_in(phrase)):
                self._level.channel = named[0] if len(named) == 1 and "等" not in phrase else None
                self._level.followed = None
            if phrase and _FOLLOWERS.search(phrase):
                self._level.followed = self._level.channel
            if is_count:
                around = (text[earlier : event.start()], text[event.end() : event.end() + 16])
                self._read_mark(sentence, sign, phrase, around, claimed)
            elif sign == "（":
                stack.append(self._level)
                before = sentence.numbers.get(text[event.start() - 1]) if event.start() else None
                inner = (
                    before is not None and self._level.last is not None and before is self._level.last.number
                )
                self._level = _Level(self._level.last, None, True) if inner else _Level()
            elif sign == "）" and stack:
                self._level = stack.pop()
            elif sign in "；。":
                self._level.channel = self._level.followed = None
            if is_count or sign in "；。":
                earlier = event.end()
            begin = event.end()

    def _read_mark(
        self, sentence: Sentence, mark: str, phrase: str, around: tuple[str, str], claimed: frozenset[str]
    ) -> None:
        number = sentence.numbers[mark]
        level = self._level
        item = None
        last = level.last
        if not phrase and last and last.number.unit == "期" and last.channel not in (None, "gazette"):
            last.number = number  # 推送312期986条: the items, not the issues
            return
        if level.outer and channels_in(phrase) and level.outer.parts[0].channel:
            level.whole, level.outer = level.outer, None  # the next channel ends the list inside
        told = addends(sentence, mark) if _SUMMED.search(around[0]) else []
        if told:
            item = self._sum(sentence, mark, told)
        if item is None and mark not in claimed and number.unit in _UNITS:
            item = _item(number, sentence.start, phrase, around, level, mark in sentence.wide)
        if item is not None:
            self.items.append(item)
            if item.whole is not None:
                item.whole.parts.append(item)
            level.last = item
            return
        if level.listing:
            if level.whole is not None:
                level.whole.broken = True
        else:
            level.last = None
        if mark in claimed or vocabulary().words["stop"].search(phrase):
            self._level = _Level(channel=level.channel, followed=level.followed)

    def _sum(self, sentence: Sentence, mark: str, told: list[Number]) -> Item | None:
        """The sum of channels is a total, that of kinds in one channel the channel's number."""
        number, wide = sentence.numbers[mark], mark in sentence.wide
        items = [item for item in self.items if any(item.number is one for one in told)]
        if any(item.whole or not item.channel for item in items):
            return None
        if len(items) == len(told):
            return Item(number, sentence.start, "", None, True, 1, wide, None)
        channels = {item.channel for item in items} or {self._level.channel}
        if len(channels) > 1 or None in channels:
            return None
        self.items = [item for item in self.items if item not in items]
        return Item(number, sentence.start, "", channels.pop(), False, 9, wide, None)


def _item(
    number: Number, sentence: int, phrase: str, around: tuple[str, str], level: _Level, wide: bool
) -> Item | None:
    words = vocabulary().words
    channels = channels_in(phrase)
    total = _total_rank(phrase, around, channels) if number.unit in _TOTAL_UNITS else None
    whole = level.whole if level.listing else None
    label = _TAIL.sub("", _LEAD.sub("", phrase.strip('、和及与“”"')))
    stopped = words["stop"].search(re.sub("信息公开(?:专栏|栏目|目录)", "", phrase))
    if stopped and total is None:
        return None
    if re.search("相同|同一", phrase):
        return None
    if level.followed and not channels and whole is None and not _STRONG.search(phrase):
        total = None  # "微信公众号关注人数2万，累计发布信息865条"
    channel = _channel(phrase, channels, level, whole)
    if whole is not None and whole.rank >= _STOCK_RANK and re.search("新增|本年|当年|今年", phrase):
        return Item(number, sentence, label, None, True, 0, wide, None)  # 累计…条，其中今年新增…条
    if whole is not None:
        if channel is not None and channel == whole.channel:
            channel = None  # a part of a channel is a kind of information, whatever its name holds
        if channel is None and _OTHER.match(label):
            channel = "other" if any(part.channel for part in whole.parts) else None
        if not label and channel is None:
            return None
        return Item(number, sentence, label, channel, False, 9, wide, whole)
    if total is not None:
        return Item(number, sentence, label, channel, True, total, wide, None, is_joint=len(channels) > 1)
    if channel and number.unit in _STANDALONE_UNITS and (channels == [] or _says_published(phrase)):
        return Item(number, sentence, label, channel, False, 9, wide, None)
    return None


def _channel(phrase: str, channels: list[str], level: _Level, whole: Item | None) -> str | None:
    """The channel a phrase states its number for: the one it names, or the one the words before were about."""
    words = vocabulary().words
    if channels:
        if "等" in phrase:
            return None
        return channels[0] if len(channels) == 1 else "other" if whole is not None else None
    if whole is None and words["push"].search(phrase):
        return level.channel  # "微信公众号粉丝12万，全年推送865条"
    if whole is None and not _STRONG.search(phrase) and words["publish"].search(phrase):
        return level.followed
    return None


def _total_rank(phrase: str, around: tuple[str, str], channels: list[str]) -> int | None:
    """How good a wording of the total this is (0 best), or None.

    `around` are the words since the last number, and those after this one.
    """
    earlier, following = around
    words = vocabulary().words
    number_first = re.search("(?:公开|发布|公布)(?:了|各类)*$", phrase) and _NUMBER_FIRST.match(following)
    found = _TOTAL.search(phrase)
    if not (found or number_first) or _NOT_TOTAL.search(phrase):
        return None
    if found and re.search("[刊登转]载?$|依申请$|解读$|申请$", phrase[: found.start()]):
        return None
    rank = 0 if _STRONG.search(phrase + (number_first[0] if number_first else "")) else WEAK_RANK
    if found and found["many"]:
        rank = max(rank, 2)
    if channels and not ("等" in phrase or len(channels) > 1):
        rank += 1
    if "累计" in phrase and not words["this_year"].search(earlier):
        rank += _STOCK_RANK if re.search("截[至止]", earlier) else 1
    elif re.search("现有|历年", phrase):
        rank += _STOCK_RANK
    return rank


def _says_published(phrase: str) -> bool:
    """Whether a phrase with a channel speaks of what was published there, not of the channel itself."""
    words = vocabulary()
    if words.words["publish"].search(phrase):
        return True
    *_, last = [None, *words.channel.finditer(phrase)]
    return (
        last is not None
        and re.match(rf"(?:平台|信息|文章|消息|稿件|推文|{_COUNTER})*$", phrase[last.end() :]) is not None
    )


def category(item: Item) -> str | None:
    """The kind of information a part is stated for: `category:<printed words>`; None when it names none."""
    words = vocabulary().words
    label, whole = item.label, item.whole
    if whole is None or not 2 <= len(label) <= 24:
        return None
    if words["organ"].search(label):
        return None
    if words["kind"].search(label):
        return f"category:{label}"
    several = len(whole.parts) > 1
    total = sum(part.number.value or 0 for part in whole.parts)
    if several and not whole.broken and abs(total - (whole.number.value or 0)) < 0.5:
        return f"category:{label}"  # the parts are all there is: whatever they are called, they are kinds
    listed = several and item.number.unit in _LISTED_UNITS and not words["document"].search(label)
    return f"category:{label}" if listed else None
