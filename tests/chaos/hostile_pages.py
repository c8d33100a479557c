"""The pages of the hostile portal as they are when nothing interferes: the truth the crawl is measured by."""

from __future__ import annotations

from dataclasses import dataclass, field

COLUMN = "/zwgk/zfxxgknb/"
BUREAUS, TOWNS = COLUMN + "bm/", COLUMN + "xz/"
PER_PAGE = 10


@dataclass(frozen=True)
class Truth:
    """Bodies by path. `reports` are the documents that must not be lost; the rest leads to them."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)


def make_truth(count: int) -> Truth:
    """`count` reports in each of two columns, one of either listing template."""
    truth = Truth()
    menu = '<p><a href="/zwgk/zfxxgknb/">政府信息公开年报</a></p>'
    truth.bodies["/"] = truth.bodies["/zwgk/"] = _page(menu + "信息公开")
    truth.bodies[COLUMN] = _page(f'信息公开<a href="{BUREAUS}">市直部门</a><a href="{TOWNS}">乡镇街道</a>')
    truth.bodies["/robots.txt"] = b"User-agent: *\nDisallow: /irs/\n"
    for column, first_docid in ((BUREAUS, 1000), (TOWNS, 5000)):
        rows = [_add_report(truth, column, first_docid + number) for number in range(count)]
        _add_column(truth, column, rows)
    return truth


def _page(body: str, charset: str = "utf-8") -> bytes:
    text = f'<html><head><meta charset="{charset}"><title>示例市</title></head><body>{body}</body></html>'
    return text.encode(charset)


def _add_report(truth: Truth, column: str, docid: int) -> tuple[str, str, str]:
    """One report page; every fifth carries an attachment under a name that tries to climb out."""
    year = 2015 + docid % 6
    day = f"{year + 1}-01-{docid % 28 + 1:02d}"
    href = f"{year + 1}01/t{day.replace('-', '')}_{docid}.html"
    title = f"示例市第{docid}局{year}年政府信息公开工作年度报告"
    body = f'<div class="view TRS_UEDITOR">{title}<p>{"本年度工作情况。" * 80}</p>'
    if docid % 5 == 0:
        name = f"P0{day.replace('-', '')}{docid}.docx"
        climb = "../" * 12 + f"etc/cron.d/{name}" if docid % 2 else f"./..%2f..%2f{name}"
        body += f'<a appendix="true" href="{climb}">附件</a>'
        path = f"/etc/cron.d/{name}" if docid % 2 else f"{column}{year + 1}01/..%2f..%2f{name}"
        truth.bodies[path] = b"PK\x03\x04 word/document.xml " + str(docid).encode() + b" PK\x05\x06"
        truth.reports.append(path)
    charset = "gb18030" if docid % 4 == 0 else "utf-8"
    truth.bodies[column + href] = _page(body + "</div>", charset)
    truth.reports.append(column + href)
    return "./" + href, f"<script>alert({docid})</script>{title}" if docid % 7 == 0 else title, day


def _add_column(truth: Truth, column: str, rows: list[tuple[str, str, str]]) -> None:
    parts = [rows[start : start + PER_PAGE] for start in range(0, len(rows), PER_PAGE)]
    for number, part in enumerate(parts):
        path = column if number == 0 else f"{column}{'list' if column == BUREAUS else 'index'}_{number}.html"
        truth.bodies[path] = (_catalogue if column == BUREAUS else _plain)(part, number, len(parts))
        truth.listings.append(path)


def _catalogue(rows: list[tuple[str, str, str]], number: int, total: int) -> bytes:
    items = "".join(
        f'<div class="xxgk_wrap"><ul><li class="w383"><a href="{href}" title="{title}">{title}</a></li>'
        f'<li class="w100"><span>{day}</span></li></ul></div>'
        for href, title, day in rows
    )
    return _page(f'{items}<script>createPageHTML({total}, {number}, "list", "html");</script>')


def _plain(rows: list[tuple[str, str, str]], number: int, total: int) -> bytes:
    items = "".join(f'<li><a href="{href}">{title}</a><span>{day}</span></li>' for href, title, day in rows)
    script = f"createPageHTML('page_div', {total}, {number + 1}, 'index', 'html', 45);"
    return _page(f"<ul>信息公开{items}</ul><script>{script}</script>")
