"""A report as a page of the portal, and its one-line page where the report is an attachment."""

from __future__ import annotations

from html import escape

from pipeline.sample import layouts
from pipeline.sample.content import Content
from pipeline.sample.html_tables import paragraph_html, table_html
from pipeline.sample.report import Report
from pipeline.sample.shell import FOOT, SITE, head, menus, metadata_block
from pipeline.sample.spec import dice
from pipeline.sample.styles import Style

# outer elements around the body, by page shell; the class names are those of the CMS
CONTAINERS = {
    "city": (
        '<div class="zz-xl-ct"><div class="view TRS_UEDITOR trs_paper_default trs_word">',
        "</div></div>",
    ),
    "department": ('<div class="ue_table">', "</div>"),
    "township": ('<div class="TRS_Editor">', "</div>"),
    "county": ('<div id="zoom">', "</div>"),
}
CRUMBS = {
    "city": (("/zwgk/", "政务公开"), ("/zwgk/zfxxgknb/", "政府信息公开年报")),
    "department": (("/zwgk/bmxxgkml/", "部门信息公开目录"), ("../", "信息公开年报")),
    "township": (("/zwgk/zfxxgknb/", "政府信息公开年报"), ("../../", "乡镇街道")),
    "county": (("/zwgk/zfxxgknb/", "政府信息公开年报"), ("/zwgk/zfxxgknb/xq/", "县区")),
}


def body_html(content: Content, style: Style) -> str:
    """Preamble, sections and tables, without what the portal puts around them."""
    parts = [paragraph_html(text, style) for text in content.prose.preamble]
    for key, (heading, paragraphs) in content.prose.sections.items():
        parts.append(paragraph_html(heading, style, is_heading=True))
        parts += [paragraph_html(text, style) for text in paragraphs]
        parts.append(_tables(content, key, style))
    signature = (content.report.agency.name, f"{content.report.published_on:%Y年%-m月%-d日}")
    parts += [f'<p style="text-align: right;">{text}</p>' for text in signature]
    return "\n".join(part for part in parts if part)


def _tables(content: Content, key: str, style: Style) -> str:
    grids = content.tables.get(key, ())
    if style.structure == "pictures":
        return "".join(
            f'<p style="text-align: center;"><img src="./{picture_name(content.report, key)}" '
            'border="0" OLDSRC="x.png"/></p>'
            for _ in grids
        )
    if style.structure in ("runon", "deduplicated"):
        spoil = layouts.runon if style.structure == "runon" else layouts.deduplicated
        return "\n".join(paragraph_html(line, style) for grid in grids for line in spoil(grid))
    # a page break leaves an empty paragraph between the pieces
    return "<p>&nbsp;</p>".join(table_html(grid, style) for grid in grids)


def picture_name(report: Report, key: str) -> str:
    """File name of a picture that stands in place of a table."""
    return f"W0{report.published_on:%Y%m%d}{report.docid % 10**6:06d}{key}.png"


def render_html(content: Content, seed: int) -> bytes:
    """The page of a report, encoded as its layout says."""
    return _page(content.report, body_html(content, content.report.style), seed)


def render_attachment_page(report: Report, seed: int) -> bytes:
    """The one-line page that links a report's attachment."""
    name = report.attachment_name
    assert name is not None
    suffix = name.rsplit(".", 1)[1]
    link = (
        f'<p>附件：<a appendix="true" needdownload="true" href="./{name}" '
        f'OLDSRC="/protect/P0{report.published_on:%Y%m}/{name}">'
        f"{escape(report.title)}.{suffix}</a></p>"
    )
    return _page(report, link, seed)


def _page(report: Report, body: str, seed: int) -> bytes:
    rng = dice(seed, "page", *report.key)
    style = report.style
    metas = (
        ("ArticleTitle", report.title),
        ("PubDate", f"{report.published_on} 09:{rng.randint(10, 59)}"),
        ("ContentSource", report.agency.name),
    )
    title = rng.choice((f"{report.title}_{SITE}", f"{report.title}_{SITE}", SITE))
    before, after = CONTAINERS[report.shell]
    wap = f'<p class="share"><a href="./{wap_name(report)}">手机版</a></p>' if report.has_wap else ""
    is_page = style.format == "html"
    text = (
        head(title, style.declared if is_page else "utf-8", metas)
        + f"\n<body>{menus(report.folder, CRUMBS[report.shell])}\n{metadata_block(report)}\n"
        + f"<h1>{escape(report.title)}</h1>\n{before}\n{body}\n{after}\n{wap}{FOOT}"
    )
    return text.encode(style.encoding if is_page else "utf-8")


def wap_name(report: Report) -> str:
    """File name of the twin page for telephones."""
    return report.page_name.replace(".html", "_wap.html")


def render_wap(content: Content) -> bytes:
    """The twin page: the same text without the portal around it."""
    report = content.report
    opening = head(report.title, "utf-8")
    body = body_html(content, report.style)
    return f"{opening}<body><h1>{escape(report.title)}</h1>{body}</body></html>".encode()
