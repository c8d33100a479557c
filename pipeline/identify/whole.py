"""Document -> Report: title, agency, year, dates, and whether it is an annual report at all."""

from __future__ import annotations

import re
from datetime import date

from pipeline.identify.body import (
    agencies_in_body,
    byline,
    cell_text,
    parse_date,
    sections,
    signature,
    speaks_for_all,
)
from pipeline.identify.names import agency_of_title, is_report_title, title_year
from pipeline.identify.period import periods
from pipeline.identify.titles import find_title
from pipeline.narrative.text import compact, normalise
from pipeline.records import Document, Report

_ISSUERS = (
    "发布机构",
    "发布单位",
    "公开机构",
    "公开主体",
    "发文机关",
    "责任部门",
    "所属机构",
    "信息来源",
    "来源",
)
_DATES = (
    "发文时间",
    "发布日期",
    "发布时间",
    "生成日期",
    "成文日期",
    "公开日期",
    "发文日期",
    "PubDate",
    "日期",
)
_PRINTED_DATE = re.compile(
    r"^(?:发布|发文|公开|生成|成文)(?:日期|时间)：(\d{4}\D\d{1,2}\D\d{1,2})", re.MULTILINE
)
_CORRECTION = re.compile("更正|修订|补正|重新发布")
_COMPANION = re.compile("图解|一图|图说|图片版|图文版|长图|动漫|目录|汇总|一览表|H5")
_OFFICE = re.compile("政府办|人民政府办公|政务公开|^中国|网$|网站")
_TABLE_WORDS = re.compile(
    "本年新收政府信息公开申请|(?:本年|现行)(?:制发|废止|有效)件|本年新?度?制作数量|本年处理决定数量|未经复议直接起诉"
    "|[勾钩稽]稽关系|统计指标|主动公开政府信息数|申请答复数|全文电子化|依申请公开信息目录数"
)
_BODY_WORDS = ("主动公开", "依申请", "申请", "复议", "诉讼", "收费", "存在的", "解读", "监督保障")
_INTRO_YEAR = re.compile(
    r"(20\d\d)年(?:度)?(?:的)?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:年度)?(?:工作)?(?:情况|报告|年报)"
)
_LITTLE_TEXT = 200  # characters of a page that only points elsewhere


def identify(document: Document) -> Report:
    """Read what a document says it is.

    - `title`: as printed, blanks removed; broken lines joined; without the site's name behind it.
    - `agency`: out of the title or the line under it; else the body's own words about itself; else 发布机构
      and the signature (the signature first where 发布机构 is a government office, which publishes for others).
    - `report_year`: the year of the statistics period; of one printed over two years the one in the title;
      without a period the title's year, then the year the body names beside 政府信息公开年度报告.
    - `is_report` is false for what is something else: news and notices about reports, pages of links, pages
      with hardly a word and an attachment, block pages, picture summaries. True takes tables of a report, or
      a statistics period or the report's title together with at least three of its sections; for reports
      without headings the title and a body that speaks of publishing, requests and remedies. Files without
      any text (scans) are not denied: nothing speaks against them.
    """
    text = normalise(document.prose).text
    title = find_title(document)
    stated = periods(text)
    year_in_title = title_year(title) if title and is_report_title(title) else None
    period_year = _period_year(stated, year_in_title)
    metadata = {compact(label).rstrip("："): value.strip() for label, value in document.metadata}
    issuer = next((metadata[label] for label in _ISSUERS if metadata.get(label)), None)
    signed_by, signed_on = signature(document.prose)
    agency = agency_of_title(title) or byline(document.prose, title or "")
    agency = agency or _agency_elsewhere(text, issuer, signed_by)
    return Report(
        document_sha256=document.sha256,
        title=title,
        agency=agency,
        report_year=period_year or year_in_title or _year_in_body(text),
        title_year=year_in_title,
        period_year=period_year,
        issuer=issuer,
        index_no=metadata.get("索引号") or metadata.get("索引号码"),
        metadata_date=_metadata_date(metadata, text),
        signature_date=signed_on,
        is_correction=bool(title and _CORRECTION.search(compact(title))),
        is_companion=bool(title and _COMPANION.search(compact(title))),
        is_aggregate=speaks_for_all(text, agency),
        is_report=_is_report(document, text, title, bool(stated)),
    )


def _period_year(stated: tuple[tuple[int, int], ...], in_title: int | None) -> int | None:
    """The year of the first period; one printed over two years is settled by the title, if it can be."""
    if not stated:
        return None
    first, last = stated[0]
    if first == last:
        return first
    return in_title if in_title in (first, last) else None


def _year_in_body(text: str) -> int | None:
    """The year the body names beside the words annual report, when it is only one."""
    years = set(_INTRO_YEAR.findall(text.replace("\n", "")))
    return int(years.pop()) if len(years) == 1 else None


def _agency_elsewhere(text: str, issuer: str | None, signed_by: str | None) -> str | None:
    named = agencies_in_body(text)
    if named:
        return named[0]
    by_office = issuer is not None and _OFFICE.search(compact(issuer)) is not None
    candidates = (signed_by, issuer) if by_office else (issuer, signed_by)
    return next((re.sub(r"\s+", "", name) for name in candidates if name), None)


def _metadata_date(metadata: dict[str, str], text: str) -> date | None:
    for label in _DATES:
        if metadata.get(label) and (found := parse_date(metadata[label])):
            return found
    printed = _PRINTED_DATE.search(text[:600])
    return parse_date(printed[1]) if printed else None


def _is_report(document: Document, text: str, title: str | None, has_period: bool) -> bool:
    if _TABLE_WORDS.search(cell_text(document)):
        return True
    body = re.sub(r"\s", "", text)
    has_title = bool(title and is_report_title(title))
    headings = len(sections(text))
    if len(body) < _LITTLE_TEXT and headings < 3:
        pictured = (
            document.picture_count > 0
            or any("picture" in one for one in document.problems)
            or document.format == "scan"
        )
        if not body:
            return pictured or not document.tables
        return pictured and (has_title or not document.attachments) and not _is_companion(title)
    if _is_companion(title):
        return False
    if has_period:
        return has_title or headings >= 3
    if not has_title:
        return headings >= 5 or (headings >= 4 and _TABLE_WORDS.search(text) is not None)
    return headings >= 3 or sum(word in body for word in _BODY_WORDS) >= 4


def _is_companion(title: str | None) -> bool:
    return bool(title and _COMPANION.search(compact(title)))
