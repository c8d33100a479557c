"""The printed title of a document, joined over broken lines: out of the body or the page's own titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.identify.names import agency_of_title, is_report_title, title_year, without_site
from pipeline.narrative.text import compact
from pipeline.records import Document

_LINES = 25  # a title stands at the beginning
_LONGEST_LINE = 60
_WHOLE_NAME = 5  # characters
_MOST_LINES = 4  # lines a title is broken over
_ORGAN = re.compile(
    "(?:局|委|委员会|办|办公室|办公厅|厅|政府|街道|办事处|乡|镇|管委会|中心|院|公司|队|站|所|社|会|区|市|县|处|馆|校)$"
)
_TITLE_WORDS = re.compile(r"\d{4}|[〇零]|信息|公开|年度|工作|报告|^报$|^关于")
_NO_TITLE = re.compile(
    r"[。；>？！]|：.|^-\d+-$|^(?:一、|（一）|根据|按照|为)|https?|来源|日期|索引号|发布机构|浏览|字号|打印"
)
_HEAD = re.compile(  # a title with other words behind it on its line
    r"([^。，；：]{2,50}(?:政府|政务)?信息公开[^。，；：]{0,14}?(?:报告|年报))(?=来源|发布|日期|时间|作者|浏览|字号|根据|按照|本报告|为贯彻|一、)"
)
_GENERIC = re.compile(
    "政府$|网$|网站$|门户|平台$|首页|无标题|untitled|^Microsoft|^word|\\.docx?$|^文档|^幻灯片|^PowerPoint",
    re.I,
)


def find_title(document: Document) -> str | None:
    """The report's title as printed, blanks removed; the page's headline where none looks like a report's."""
    candidates = list(_from_prose(document.prose))
    candidates += [title for title in map(without_site, document.titles) if title]
    reports = [title for title in candidates if is_report_title(title)]
    if reports:
        return max(reports, key=_completeness)  # the first of the best
    headlines = ["".join(title.split()) for title in document.titles]
    return next((title for title in headlines if 4 <= len(title) <= 80 and not _GENERIC.search(title)), None)


def _completeness(title: str) -> int:
    return 2 * (agency_of_title(title) is not None) + (title_year(title) is not None)


def _from_prose(prose: str) -> Iterator[str]:
    """Title-like runs of lines at the beginning, shortest runs first at each line."""
    lines = list(islice(filter(None, ("".join(line.split()) for line in prose.split("\n"))), _LINES))
    short = [len(line) <= _LONGEST_LINE and not _NO_TITLE.search(compact(line)) for line in lines]
    for line in lines:
        if "信息公开" in line and (head := _HEAD.match(line)):
            yield head[1]
    for begin in range(len(lines)):
        for length in range(1, _MOST_LINES + 1):
            end = begin + length
            if end > len(lines) or not all(short[begin:end]):
                break
            joined = "".join(lines[begin:end])
            if is_report_title(joined):
                if length > 1 and not _belongs(lines[begin:end]):
                    break
                yield joined
                break


def _is_whole(title: str) -> bool:
    """Whether a title names its agency, by more than 市水务局, and its year."""
    agency = agency_of_title(title)
    return agency is not None and len(agency) >= _WHOLE_NAME and title_year(title) is not None


def _belongs(lines: list[str]) -> bool:
    """Whether lines before the last are parts of one title, not a site's name or a menu above it."""
    heads = [compact(line) for line in lines[:-1]]
    last = lines[-1]
    if agency_of_title(last) is not None and (_ORGAN.search(heads[-1]) or title_year(last) is not None):
        return False  # the last line is a whole title by itself
    if any(_is_whole("".join(lines[begin:])) for begin in range(1, len(lines) - 1)):
        return False  # the first lines are a running header, or whose site it is
    return all(_ORGAN.search(head) or _TITLE_WORDS.search(head) for head in heads)
