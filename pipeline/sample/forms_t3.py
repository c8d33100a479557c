"""The table of 收到和处理政府信息公开申请情况: 23 rows in the form of 2019, 25 in that of 2021."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.sample.codes import COLUMNS, UNKNOWN_ROW
from pipeline.sample.grid import Grid, Row, label, value
from pipeline.sample.wording import Wording

Printed = Mapping[str, str]
LABEL_COLUMNS = 3
HEADER_ROWS = 3
INVENTED_LABEL = "属于工作秘密"


def _values(row: str, printed: Printed) -> Row:
    return tuple(value(f"t3.{row}.{column}", printed) for column in COLUMNS)


def _header(words: Wording) -> Grid:
    return (
        (label(words.tally, cols=LABEL_COLUMNS, rows=HEADER_ROWS), label("申请人情况", cols=7)),
        (label("自然人", rows=2), label("法人或其他组织", cols=5), label(words.grand, rows=2)),
        (
            label(words.business),
            label(words.research),
            label("社会公益组织"),
            label("法律服务机构"),
            label("其他"),
        ),
    )


def _group(
    ordinal: str, name: str, items: list[tuple[str, str]], printed: Printed, words: Wording
) -> list[Row]:
    rows: list[Row] = []
    for number, (row, text) in enumerate(items, 1):
        item = label(words.number.format(number) + text)
        head = (label(words.group.format(ordinal) + name, rows=len(items)),) if number == 1 else ()
        rows.append((*head, item, *_values(row, printed)))
    return rows


def _groups(
    words: Wording, three_others: bool, unknown: bool
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    refused = [
        ("refused.state_secret", "属于国家秘密"),
        ("refused.other_law", words.other_law),
        ("refused.security_stability", words.security),
        ("refused.third_party", "保护第三方合法权益"),
        ("refused.internal_affairs", "属于三类内部事务信息"),
        ("refused.process_info", words.process),
        ("refused.enforcement_file", "属于行政执法案卷"),
        ("refused.admin_query", "属于行政查询事项"),
    ]
    if unknown:
        refused.append((UNKNOWN_ROW, INVENTED_LABEL))
    unable = [
        ("unable.not_held", "本机关不掌握相关政府信息"),
        ("unable.needs_creation", "没有现成信息需要另行制作"),
        ("unable.unclear_after_correction", "补正后申请内容仍不明确"),
    ]
    left_alone = [
        ("not_processed.petition", "信访举报投诉类申请"),
        ("not_processed.repeat", "重复申请"),
        ("not_processed.publication", "要求提供公开出版物"),
        ("not_processed.abusive_volume", words.volume),
        ("not_processed.reconfirm", words.reconfirm),
    ]
    others = [
        ("other.overdue_correction", words.overdue_correction),
        ("other.overdue_fee", words.overdue_fee),
        ("other.other", "其他"),
    ]
    found = [("三", "不予公开", refused), ("四", "无法提供", unable), ("五", "不予处理", left_alone)]
    return [*found, ("六", "其他处理", others)] if three_others else found


def table_3(form: str, printed: Printed, words: Wording, unknown: bool = False) -> Grid:
    """Table 3 with the spans of the official form; `unknown` adds a row no form has."""
    name = words.group.format
    body: list[Row] = [
        (label(name("一") + "予以公开", cols=2), *_values("granted", printed)),
        (label(name("二") + words.partial, cols=2), *_values("partial", printed)),
    ]
    for ordinal, title, items in _groups(words, form == "f2021", unknown):
        body.extend(_group(ordinal, title, items, printed, words))
    if form == "f2019":
        body.append((label(name("六") + "其他处理", cols=2), *_values("other", printed)))
    body.append((label(name("七") + "总计", cols=2), *_values("processed_total", printed)))
    body[0] = (label(words.results, rows=len(body)), *body[0])
    wide = LABEL_COLUMNS
    return (
        *_header(words),
        (label("一、本年新收政府信息公开申请数量", cols=wide), *_values("new_received", printed)),
        (label("二、上年结转政府信息公开申请数量", cols=wide), *_values("carried_in", printed)),
        *body,
        (label(words.carried_out, cols=wide), *_values("carried_out", printed)),
    )
