"""The table of 主动公开政府信息情况 in the forms of 2019 and 2021, and a mixture of both."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.sample.grid import Grid, GridCell, Row, label, value
from pipeline.sample.wording import Wording

Printed = Mapping[str, str]
HEADING = "信息内容"


def _article(words: Wording, ordinal: str) -> Row:
    return (label(words.article.format(ordinal), cols=4),)


def _head(*texts: str, last: int = 1) -> Row:
    cells = [label(HEADING), *(label(text) for text in texts)]
    cells[-1] = GridCell(texts[-1], cols=last)
    return tuple(cells)


def _line(name: str, prefix: str, codes: tuple[str, ...], printed: Printed, last: int = 1) -> Row:
    cells = [value(f"{prefix}.{code}", printed) for code in codes[:-1]]
    return (label(name), *cells, value(f"{prefix}.{codes[-1]}", printed, cols=last))


def documents_2019(printed: Printed, words: Wording) -> Grid:
    """Block of item one, 2019: made, newly disclosed, total disclosed."""
    codes = ("made", "newly_disclosed", "disclosed_stock")
    return (
        _article(words, "一"),
        _head(words.made, words.newly, words.stock),
        _line("规章", "t2.art20_1.regulation", codes, printed),
        _line("规范性文件", "t2.art20_1.normative_doc", codes, printed),
    )


def documents_2021(printed: Printed, words: Wording) -> Grid:
    """Block of item one, 2021: issued, repealed, in force."""
    codes = ("issued", "repealed", "in_force")
    return (
        _article(words, "一"),
        _head("本年制发件数", "本年废止件数", words.in_force),
        _line("规章", "t2.art20_1.regulation", codes, printed),
        _line(words.norm_2021, "t2.art20_1.normative_doc", codes, printed),
    )


def decisions_2019(printed: Printed, words: Wording) -> tuple[Grid, ...]:
    """Blocks of items five, six, eight and nine, 2019: numbers of items, changes, decisions, procurement."""
    codes = ("prev_items", "items_change", "decisions")
    head = _head("上一年项目数量", words.change, "处理决定数量")
    return (
        (
            _article(words, "五"),
            head,
            _line("行政许可", "t2.art20_5.licensing", codes, printed),
            _line("其他对外管理服务事项", "t2.art20_5.other_service", codes, printed),
        ),
        (
            _article(words, "六"),
            head,
            _line("行政处罚", "t2.art20_6.penalty", codes, printed),
            _line("行政强制", "t2.art20_6.coercion", codes, printed),
        ),
        (
            _article(words, "八"),
            _head("上一年项目数量", words.change, last=2),
            _line("行政事业性收费", "t2.art20_8.admin_fee", codes[:2], printed, last=2),
        ),
        (
            _article(words, "九"),
            _head("采购项目数量", "采购总金额", last=2),
            _line("政府集中采购", "t2.art20_9.procurement", ("items", "amount"), printed, last=2),
        ),
    )


def decisions_2021(printed: Printed, words: Wording) -> tuple[Grid, ...]:
    """Blocks of items five, six and eight, 2021: decisions of the year, fees in 万元."""
    head = _head("本年处理决定数量", last=3)
    cases = ("decisions",)
    return (
        (_article(words, "五"), head, _line("行政许可", "t2.art20_5.licensing", cases, printed, last=3)),
        (
            _article(words, "六"),
            head,
            _line("行政处罚", "t2.art20_6.penalty", cases, printed, last=3),
            _line("行政强制", "t2.art20_6.coercion", cases, printed, last=3),
        ),
        (
            _article(words, "八"),
            _head("本年收费金额（单位：万元）", last=3),
            _line("行政事业性收费", "t2.art20_8.admin_fee", ("amount",), printed, last=3),
        ),
    )


def table_2(form: str, printed: Printed, words: Wording) -> tuple[Grid, ...]:
    """The blocks of table 2; `form` f2019, f2021, or f2019|f2021 for 2019 headers over 2021 rows."""
    first = documents_2021 if form == "f2021" else documents_2019
    rest = decisions_2019 if form == "f2019" else decisions_2021
    return (first(printed, words), *rest(printed, words))
