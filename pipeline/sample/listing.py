"""Listing pages in the two templates of the CMS, each with its style of pagination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from pipeline.sample.shell import FOOT, SITE, head, menus, relative
from pipeline.sample.spec import BASE_URL

PAGE_ROWS = 20


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a listing. `path` is absolute on the portal; `index_no` and `issuer` may be blank."""

    path: str
    title: str
    day: date
    issuer: str = ""
    index_no: str = ""


def page_paths(folder: str, name: str, count: int) -> list[str]:
    """Paths of a column's pages: name.html, name_1.html …; at least one."""
    pages = max(1, -(-count // PAGE_ROWS))
    return [f"{folder}{name}{f'_{k}' if k else ''}.html" for k in range(pages)]


def _open(folder: str, title: str) -> str:
    return (
        head(f"{title}_{SITE}", "utf-8")
        + f"<body>{menus(folder, ((folder, title),))}<h2>{escape(title)}</h2>"
    )


def catalogue_page(folder: str, title: str, rows: list[ListRow], number: int, pages: int) -> bytes:
    """The template of the disclosure catalogue (list.html): a ul a row, a hover box, four-argument script."""
    parts = [_open(folder, title), '<div class="boxcon"><div class="xxgk_wrap">']
    for row in rows:
        text, day = escape(row.title), row.day.isoformat()
        parts.append(
            f"<ul><li><span>{row.index_no}</span></li>"
            f'<li class="w383"><a href="{relative(row.path, folder)}" title="{text}" target="_blank">'
            f"{_shortened(row.title)}</a></li><li><span>{row.issuer}</span></li>"
            f'<li class="w100"><span>{day}</span></li></ul>'
            f'<div class="hover_box"><p>索　引　号：<span>{row.index_no}</span></p>'
            f"<p>名　　称：<span>{text}</span></p><p>文　　号：<span></span></p>"
            f"<p>公开时限：<span>长期公开</span></p><p>生成日期：<span>{day}</span></p>"
            f"<p>责任部门：<span>{row.issuer}</span></p></div>"
        )
    parts.append(
        f'</div></div><div class="page">'
        f'<script>createPageHTML({pages}, {number}, "list", "html");</script></div>'
    )
    return ("\n".join(parts) + FOOT).encode()


def _shortened(title: str) -> str:
    """The catalogue template cuts long titles; the full one stands in the title attribute."""
    return escape(title if len(title) <= 30 else title[:28] + "…")


def plain_list_page(folder: str, title: str, rows: list[ListRow], number: int, pages: int) -> bytes:
    """The plain template (index.html): ul li a + span, six-argument script, some links absolute."""
    parts = [_open(folder, title), '<div class="boxcon"><ul class="newslist">']
    for index, row in enumerate(rows):
        href = f"{BASE_URL}{row.path}" if index % 7 == 3 else relative(row.path, folder)
        parts.append(
            f'<li><a href="{href}" target="_blank">{escape(row.title)}</a><span>{row.day}</span></li>'
        )
    parts.append(
        '</ul></div><div id="page_div"></div>'
        f"<script>createPageHTML('page_div', {pages}, {number}, 'index', 'html', {PAGE_ROWS});</script>"
    )
    return ("\n".join(parts) + FOOT).encode()


def menu_page(folder: str, title: str, links: list[tuple[str, str]]) -> bytes:
    """A page that only leads on: links to sub-columns."""
    items = "".join(f'<li><a href="{relative(path, folder)}">{escape(text)}</a></li>' for path, text in links)
    return f'{_open(folder, title)}<div class="boxcon"><ul class="menu">{items}</ul></div>{FOOT}'.encode()
