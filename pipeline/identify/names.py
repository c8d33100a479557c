"""Titles and agency names as strings: the parts of a report's title, and names in one spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.narrative.text import compact, plain
from pipeline.narrative.tokens import chinese_number

_YEAR = r"(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})"
_SUBJECT = "(?:政府信息(?:依法|主动)?公开|政务信息公开|政府公开信息|政府信息|信息公开|政务公开)"
_TITLE = re.compile(
    rf"^(?P<before>.{{0,60}}?)(?P<subject>{_SUBJECT})(?P<middle>[^，。；：]{{0,24}}?)"
    rf"(?P<word>报告|年报|情况(?!的)|总结)(?P<rest>.*)$"
)
_AFTER_TITLE = re.compile(  # what may follow the last word of a title: a bracket, the form's own name
    r"^(?:（[^）]{1,20}）|〔[^〕]{1,20}〕|格式.{0,4}|模板|全文|公示|公告|（.{0,6}|[》”\"])?$"
)
_SITE = re.compile(r"[_|>»]|-(?=[^-]*(?:网|政府|门户|平台|局|委|办)[^-]*$)")
# titles of pages about reports
_ABOUT = re.compile(
    "的通知|通报|召开|举办|部署|会议|关于做好|关于开展|工作方案|实施方案|指南|培训|解读|点评|评估|问答|启动|完成.*工作$|发布.*年报$"
)
_PICTURED = "图解|一图读懂|一图看懂|一图解读|图说|长图"
_JOINERS = f"{_PICTURED}|关于|关於|的|年度|年|本|《|》|“|”|、|：|-|·|\\.|附件\\d*|附|标题|正文|首页|名称|题目"
_EDGE = re.compile(rf"^(?:{_JOINERS}|〔[^〕]*〕)+|(?:{_JOINERS}|〔[^〕]*〕)+$")
_NOBODY = re.compile(
    r"^(?:我|本)?(?:局|委|办|单位|机关|部门|乡|镇|县|市|区|街道|院|中心|站)?$|格式|模板|样式|参考|各级|年报|报告|信息公开|网站$|首页|索引|附表|法定主动公开"
)
_WORDS_OF_TITLE = re.compile(
    rf"{_SUBJECT}?(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)$|关于|{_YEAR}(?:年度|年)|〔[^〕]*〕|《|》|“|”|\"|'"
)


@lru_cache(maxsize=1024)
def is_report_title(title: str) -> bool:
    """Whether a title names an annual report itself, not a page about reports."""
    parts = _parts(title)
    if parts is None:
        return False
    text = compact(title)
    yearly = "年" in text or parts["word"] in ("报告", "年报")
    return yearly and not _ABOUT.search(text)


@lru_cache(maxsize=1024)
def title_year(title: str | None) -> int | None:
    """The year a title says it reports on; None when it names none or two different ones.

    The year of the report stands beside 政府信息公开; a date of publication in brackets is not it.
    """
    if not title:
        return None
    text = re.sub(r"(?:19|20)\d\d(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}日?", "", compact(title))
    found = re.findall(rf"({_YEAR})(?=年)", text) or re.findall(r"(?<!\d)(20\d\d)(?!\d)", text)
    years = {int(year) if year.isascii() else chinese_number(year) for year in found}
    return years.pop() if len(years) == 1 else None


@lru_cache(maxsize=1024)
def agency_of_title(title: str | None) -> str | None:
    """The agency a title names, as printed without blanks; None when it names none."""
    parts = _parts(title or "")
    if parts is None:
        return None
    before = parts["before"]
    name = re.sub(rf"{_YEAR}(?:年年度|年度|年)?", " ", before)
    name = re.sub("（ ?）|^[^（]*）|（[^）]*$", "", name)  # empty or broken brackets
    name = max(name.split(" "), key=len) if " " in name.strip() else name.strip()
    while (trimmed := _EDGE.sub("", name)) != name:
        name = trimmed
    if not 2 <= len(name) <= 40 or _NOBODY.search(name):
        return None
    return _as_printed(title or "", name)


def _as_printed(title: str, name: str) -> str:
    """The printed characters of a name found in the unified spelling."""
    printed = "".join(title.split())
    at = "".join(plain(title).split()).find(name)
    return printed[at : at + len(name)] if at >= 0 else name


def _parts(title: str) -> re.Match[str] | None:
    text = compact(title)
    match = _TITLE.match(text)
    if match and not _AFTER_TITLE.match(match["rest"]):
        head = _SITE.split(text)[0]
        match = _TITLE.match(head)
    return match if match and _AFTER_TITLE.match(match["rest"]) else None


def without_site(title: str) -> str:
    """A page title without the name of the site after it, as printed without blanks."""
    printed = "".join(title.split())
    text = compact(title)
    match = _TITLE.match(text)
    if match and _AFTER_TITLE.match(match["rest"]):
        return printed
    if len(text) != len(printed):
        return printed
    cut = _SITE.search(text)
    return printed[: cut.start()] if cut else printed


def agency_key(name: str) -> str:
    """A name for matching against the crosswalk: typography and title words taken off, nothing else.

    固原市人民政府办公室 and 固原市政府办 stay two keys: that they are one is the crosswalk's knowledge.
    """
    key = _WORDS_OF_TITLE.sub("", compact(name))
    return re.sub(r"[（）〔〕·.,，、。：；\-_/|\\]", "", key)


def same_agency(one: str, other: str) -> bool:
    """Whether two printed names can be the same agency: equal, one inside the other, or an abbreviation."""
    if one == other:
        return True
    short, long = sorted((_core(one), _core(other)), key=len)
    if not short or short in long:
        return True
    rest = iter(long)
    return all(character in rest for character in short)


def _core(name: str) -> str:
    key = agency_key(name).replace("人民政府", "政府")
    return re.sub("办公室$|办公厅$|办$", "办", key)
