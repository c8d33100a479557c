"""A statistics table of the years before 2014, as places made it for themselves: number, indicator, unit, value."""

from __future__ import annotations

from pipeline.sample.figures import Figures
from pipeline.sample.figures_2014 import REASONS
from pipeline.sample.grid import Grid, Row, label

# indicator, unit, the figure it shows (none: 0)
LINES: tuple[tuple[str, str, str | None], ...] = (
    ("主动公开信息数", "条", "s.proactive.total"),
    ("其中：全文电子化的主动公开信息数", "条", "s.proactive.channel.website"),
    ("新增的行政规范性文件数", "件", "s.proactive.normative_doc_made"),
    ("提供服务类信息数", "条", None),
    ("网站专栏页面访问量", "人次", None),
    ("现场接待人数", "人次", None),
    ("网上咨询数", "人次", "s.response.weibo_wechat"),
    ("咨询电话接听数", "人次", None),
    ("依申请公开信息目录数", "条", None),
    ("申请总数", "件", "s.requests.received"),
    ("其中：当面申请数", "件", "s.requests.received.in_person"),
    ("传真申请数", "件", "s.requests.received.fax"),
    ("网上申请数", "件", "s.requests.received.online"),
    ("信函申请数", "件", "s.requests.received.letter"),
    ("对申请的答复总数", "件", "s.replies.total"),
    ("其中：同意公开答复数", "件", "s.replies.granted"),
    ("同意部分公开答复数", "件", "s.replies.partial"),
    ("否决公开答复总数", "件", "s.replies.refused"),
    *(
        (f"免予公开范围{number}", "件", f"s.replies.refused.{reason}")
        for number, reason in enumerate(REASONS, 1)
    ),
    ("行政复议数", "件", "s.review.total"),
    ("行政诉讼数", "件", "s.litigation.total"),
    ("行政申诉数", "件", "s.complaints"),
)


def table_local(figures: Figures) -> Grid:
    """The table with its header row. Its cells have no codes: no form later than 2013 knows them."""
    rows: list[Row] = [(label("编号"), label("指标"), label("单位"), label("数量"))]
    for number, (text, unit, code) in enumerate(LINES, 1):
        value = figures.get(code, 0) if code else 0
        rows.append((label(f"{number:02d}"), label(text), label(unit), label(str(value))))
    return tuple(rows)
