"""What the body says about its author: agency, signature, scope, and whether it is a report at all."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise

from pipeline.narrative.text import compact, plain
from pipeline.narrative.tokens import chinese_number
from pipeline.records import Document

_NAME = r"([\u4e00-\u9fff（）·]{2,30}?)"
_ENDS = re.compile(
    "(?:局|委|办|办公室|办公厅|厅|政府|街道|办事处|乡|镇|中心|院|公司|队|站|所|社|会|处|馆|校|署)$"
)
_SELF = tuple(  # best evidence first
    re.compile(pattern)
    for pattern in (
        rf"(?:公布|发布|公开|编制|现将|形成)(?:了)?{_NAME}(?:20\d\d)年?(?:度)?(?:政府信息|政务公开|信息公开)",
        rf"(?:^|[，。；\n）]){_NAME}（以下(?:简称|称)[^）]{{0,4}}(?:我|本)(?:局|委|办|单位|机关|乡|镇|街道|中心)",
        rf"(?:由|要求，|规定，|精神，|有关规定，)(?:现)?(?:由)?{_NAME}(?:特)?(?:组织|负责)?编制",
        rf"(?:与|和|请联系|联系单位：|编制单位：){_NAME}(?:联系|（(?:地址|联系|电话))",
    )
)
_NOBODY = re.compile("^(?:我|本|该|各)|以下|根据|条例|统计|报告|特此|现将|如|有关|要求")
_DATE = re.compile(
    r"(?P<year>20\d\d|二[〇零][〇零一二三四五六七八九]{2})年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日$"
)
_NUMERIC_DATE = re.compile(r"(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})")
_LAST_LINES = 8
_WIDE = re.compile(
    "全(?:市|县|区|省|州|旗|自治区)(?:各级|各部门|各单位|各乡镇|各行政机关|行政机关|政府系统|各地各部门|上下|范围内)"
)
_TOWN = re.compile("乡|镇|街道")

SECTIONS = (
    ("总体情况", re.compile("总体情况|概述|基本情况|总体概况|工作概况")),
    ("主动公开政府信息情况", re.compile("主动公开")),
    ("收到和处理政府信息公开申请情况", re.compile("收到和处理|依申请公开|依申请|申请公开|申请情况")),
    ("政府信息公开行政复议、行政诉讼情况", re.compile("复议|诉讼")),
    ("存在的主要问题及改进情况", re.compile("问题|不足|改进")),
    ("其他需要报告的事项", re.compile("其他需要|其他事项|其它需要|需要报告|需要说明")),
)
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[、.．:：，]?|\d[、.．]|（[一二三四五六七八九]）)(?P<text>[^。；\d]{2,40})"
)


def agencies_in_body(text: str) -> list[str]:
    """Names the body (in the reading spelling) gives itself, best evidence first."""
    found: list[str] = []
    for pattern in _SELF:
        for match in pattern.finditer(text):
            name = match[1]
            if not _NOBODY.search(name) and _ENDS.search(name):
                found.append(name)
    return list(dict.fromkeys(found))


def byline(prose: str, title: str) -> str | None:
    """The agency in the line under the title, perhaps in brackets."""
    lines = [line for line in map(compact, prose.split("\n")[:60]) if line]
    last = compact(title)
    below = next((under for line, under in pairwise(lines) if len(line) > 3 and last.endswith(line)), "")
    name = below.strip("（）")
    is_name = re.fullmatch(r"[\u4e00-\u9fff]{3,30}", name) and _ENDS.search(name)
    return name if is_name and not _NOBODY.search(name) else None


@lru_cache(maxsize=8)
def signature(prose: str) -> tuple[str | None, date | None]:
    """Agency and date under the text: the last lines of the prose."""
    last = list(islice(filter(None, map(compact, reversed(prose.split("\n")[-60:]))), _LAST_LINES))
    lines = last[::-1]
    signed: date | None = None
    name: str | None = None
    for place in range(len(lines) - 1, -1, -1):
        match = _DATE.search(lines[place])
        if not match or len(lines[place]) > 40:
            continue
        signed = _date(match["year"], match["month"], match["day"])
        above = lines[place][: match.start()] or (lines[place - 1] if place else "")
        if 3 <= len(above) <= 30 and _ENDS.search(above) and not re.search("[，。：]", above):
            name = above
        break
    return name, signed


def parse_date(text: str) -> date | None:
    """The first date in a string: 2020-01-31, 2020年1月31日, 2020/1/31."""
    match = _NUMERIC_DATE.search(plain(text).replace(" ", ""))
    return _date(*match.groups()) if match else None


def _date(year: str, month: str, day: str) -> date | None:
    numbers = [int(part) if part.isascii() else chinese_number(part) or 0 for part in (year, month, day)]
    try:
        return date(*numbers)
    except ValueError:
        return None


def speaks_for_all(text: str, agency: str | None) -> bool:
    """Whether the report is a government's own: named after it, or speaking for all its organs."""
    name = agency or ""
    if _TOWN.search(name):
        return False
    if re.search("人民政府$|[^办公]政府$", name) or re.fullmatch(".{2,12}[市县区省州盟旗]", name):
        return True
    office = not name or re.search("政府办|政务公开|办公室|办公厅", name)
    return bool(office and _WIDE.search(text))


def sections(text: str) -> dict[str, int]:
    """The fixed sections found as headings, and where (offset in the reading text of the last one)."""
    found: dict[str, int] = {}
    offset = 0
    for line in text.split("\n"):
        match = _HEADING.match(line)
        if match:
            for name, pattern in SECTIONS:
                if pattern.search(match["text"]):
                    found[name] = offset
                    break
        offset += len(line) + 1
    return found


def cell_text(document: Document, limit: int = 4000) -> str:
    """The beginning of the tables' text in one spelling: enough to see what kind of tables they are."""
    pieces: list[str] = []
    length = 0
    for table in document.tables:
        for cell in table.cells:
            pieces.append(cell.text)
            length += len(cell.text)
            if length > limit:
                break
    return compact("".join(pieces))
