"""Every address of the portal and how to make its bytes; nothing is rendered before it is asked for."""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipeline.sample import listing, shell
from pipeline.sample.city import City
from pipeline.sample.content import Content, make_content
from pipeline.sample.extras import NEWS_COLUMN, make_extras
from pipeline.sample.listing import ListRow
from pipeline.sample.plan import OWN_FOLDERS, TOWN_COLUMN
from pipeline.sample.render_doc import render_doc
from pipeline.sample.render_docx import render_docx
from pipeline.sample.render_html import (
    picture_name,
    render_attachment_page,
    render_html,
    render_wap,
    wap_name,
)
from pipeline.sample.render_pdf import render_pdf
from pipeline.sample.render_scan import render_scan
from pipeline.sample.render_text import render_text
from pipeline.sample.render_xlsx import render_xlsx
from pipeline.sample.render_zip import render_zip
from pipeline.sample.report import Report

HTML, TEXT, PNG = "text/html", "text/plain", "image/png"
OFFICE = "application/vnd.openxmlformats-officedocument"
ROBOTS = b"User-agent: *\nDisallow: /irs/\nDisallow: /admin/\n"
SUB_COLUMNS = {"szf": "市政府", "szbm": "市直部门", "xq": "县区"}
# how the menu links them: to the page of the catalogue template, or to the folder
SUB_PAGES = (("szf/list.html", "市政府"), ("szbm/list.html", "市直部门"), ("xq/", "县区"))
OWN_NAMES = {OWN_FOLDERS["gaj"]: "市公安局", OWN_FOLDERS["jkq"]: "市经开区管委会"}
PLAIN_LISTS = ("/zwgk/zfxxgknb/xq/",)  # index.html template; the year columns of the townships too


@dataclass(frozen=True, slots=True)
class Page:
    """One address. `kind`: report | attachment | wap | second_column | picture | listing | menu | plain |
    news | companion | directory | not_a_report | block_page | robots; `report` where it belongs to one."""

    path: str
    content_type: str
    kind: str
    render: Callable[[], bytes]
    report: Report | None = None


def build_pages(city: City) -> dict[str, Page]:
    """All pages of the portal by path."""
    pages: dict[str, Page] = {}

    def add(
        path: str, kind: str, render: Callable[[], bytes], media: str = HTML, report: Report | None = None
    ) -> None:
        pages[path] = Page(path, media, kind, render, report)

    columns: dict[str, list[ListRow]] = defaultdict(list)
    for report in city.reports:
        for path, kind, render, media in _files(city, report):
            add(path, kind, render, media, report)
        row = _row(report)
        columns[report.column].append(row)
        if report.second_column is not None:
            columns[report.second_column].append(_row(report, report.second_column))
    for extra in make_extras(city.spec, city.reports):
        add(extra.path, extra.kind, extra.render)
        columns[extra.column].append(ListRow(extra.path, extra.title, extra.day, "示例市人民政府办公室"))
        if extra.kind == "companion":
            name = extra.path.rsplit("/", 1)[0] + f"/W0{extra.day:%Y%m%d}000001tj.png"
            add(name, "picture", partial(picture, extra.docid), PNG)
    for folder, rows in columns.items():
        _add_column(add, folder, rows)
    _add_menus(add, set(columns))
    add("/robots.txt", "robots", lambda: ROBOTS, TEXT)
    return pages


def _content(city: City, report: Report, render: Callable[..., bytes], *more: int) -> Callable[[], bytes]:
    return lambda: render(make_content(city.spec.seed, city.model, report), *more)


def _files(city: City, report: Report) -> list[tuple[str, str, Callable[[], bytes], str]]:
    """Path, kind, renderer and media type of everything one report consists of."""
    seed, page, style = city.spec.seed, report.folder + report.page_name, report.style
    if report.fault == "block_page":
        return [(page, "block_page", shell.block_page, HTML)]
    files = []
    if report.attachment_name is not None:
        renderer, media = ATTACHMENTS[style.format]
        body = _content(city, report, renderer)
        files.append((page, "report", lambda: render_attachment_page(report, seed), HTML))
        files.append((report.folder + report.attachment_name, "attachment", body, media))
    else:
        files.append((page, "report", _content(city, report, render_html, seed), HTML))
        if report.has_wap:
            files.append((report.folder + wap_name(report), "wap", _content(city, report, render_wap), HTML))
    if style.structure == "pictures":
        files += [
            (
                report.folder + picture_name(report, part),
                "picture",
                partial(picture, report.docid + shift),
                PNG,
            )
            for shift, part in enumerate(("t2", "t3", "t4"))
        ]
    if report.second_column is not None:
        second = report.folder.replace(report.column, report.second_column)
        files += [
            (path.replace(report.folder, second), "second_column", render, media)
            for path, _, render, media in files
        ]
    return files


# one line a format of attachments: how it is rendered and what the server calls it
ATTACHMENTS: dict[str, tuple[Callable[[Content], bytes], str]] = {
    "text": (render_text, TEXT),
    "docx": (render_docx, f"{OFFICE}.wordprocessingml.document"),
    "pdf": (render_pdf, "application/pdf"),
    "scan": (render_scan, "application/pdf"),
    "xlsx": (render_xlsx, f"{OFFICE}.spreadsheetml.sheet"),
    "zip": (render_zip, "application/zip"),
    "doc": (render_doc, "application/msword"),
}


def _row(report: Report, column: str | None = None) -> ListRow:
    folder = report.folder if column is None else report.folder.replace(report.column, column)
    path = folder + report.page_name
    return ListRow(path, report.listing_title, report.listed_on, report.agency.name, report.index_no)


def _column_title(folder: str) -> str:
    if folder.startswith(TOWN_COLUMN):
        return f"{folder.split('/')[-2][:-1]}年"
    if folder == NEWS_COLUMN:
        return "政务公开动态"
    return SUB_COLUMNS.get(folder.split("/")[-2], "信息公开年报")


def _add_column(add: Callable[..., None], folder: str, rows: list[ListRow]) -> None:
    """A listing column: its pages, and its folder address as the first of them."""
    ordered = sorted(rows, key=lambda row: (row.day, row.path), reverse=True)
    is_plain = folder in PLAIN_LISTS or folder.startswith(TOWN_COLUMN)
    template = listing.plain_list_page if is_plain else listing.catalogue_page
    paths = listing.page_paths(folder, "index" if is_plain else "list", len(ordered))
    for number, path in enumerate(paths):
        part = ordered[number * listing.PAGE_ROWS : (number + 1) * listing.PAGE_ROWS]
        render = partial(template, folder, _column_title(folder), part, number, len(paths))
        add(path, "listing", render)
        if number == 0:
            add(folder, "listing", render)


Menu = tuple[str, str, list[tuple[str, str]]]  # folder, title, links


def _menus(columns: set[str]) -> list[Menu]:
    """Start pages and the pages that lead to columns."""
    years = sorted((folder for folder in columns if folder.startswith(TOWN_COLUMN)), reverse=True)
    own = {path: name for path, name in OWN_NAMES.items() if path in columns}
    homes = {path: path.rsplit("/", 2)[0] + "/" for path in own}
    reports = [("/zwgk/zfxxgknb/" + part, name) for part, name in SUB_PAGES]
    start = [("/zwgk/", "政务公开"), ("/xwzx/", "新闻中心"), ("/zwgk/zfxxgknb/", "政府信息公开年报")]
    return [
        ("/", shell.SITE, start),
        ("/zwgk/", "政务公开", list(shell.LEFT_MENU)),
        ("/zwgk/zfxxgknb/", "政府信息公开年报", [*reports, (TOWN_COLUMN, "乡镇街道")]),
        (TOWN_COLUMN, "乡镇街道", [(folder, _column_title(folder)) for folder in years]),
        ("/zwgk/bmxxgkml/", "部门信息公开目录", [(homes[path], name) for path, name in own.items()]),
        *((homes[path], name, [(path + "list.html", "信息公开年报")]) for path, name in own.items()),
    ]


def _add_menus(add: Callable[..., None], columns: set[str]) -> None:
    for folder, title, links in _menus(columns):
        render = partial(listing.menu_page, folder, title, links)
        add(folder, "menu", render)
        add(folder + "index.html", "menu", render)
    plain = [*shell.LEFT_MENU[:3], ("/xwzx/", "新闻中心"), ("/zwfw/", "政务服务"), ("/hdjl/", "互动交流")]
    for folder, title in plain:
        add(folder, "plain", partial(shell.plain_page, title, folder, f"<p>{title}栏目内容。</p>"))


def picture(number: int) -> bytes:
    """A small grey PNG, another for every number: what stands in place of tables that are pictures."""
    width, height = 64 + number % 89, 48 + number % 97
    rows = b"".join(b"\0" + b"\xe0" * width for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
