"""What stands round a page's text: title candidates, the portal's metadata, attachments; and the body."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.records import Attachment

FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|et|zip|rar|7z|ofd|rtf|txt|jpe?g|png|tiff?)(?:[?#]|$)", re.I)
# Where the portals' templates keep the text, the surest first.
BODIES = (
    ".TRS_UEDITOR", ".trs_editor_view", ".TRS_Editor", "#UCAP-CONTENT", ".zz-xl-ct", ".zz-xl-sec",
    ".ue_table", "#zoom", ".article-content", "#content", "article",
)  # fmt: skip
CHROME = "header, footer, nav, .footer, .header, .nav, .breadcrumb"
NEAR_END = 3000  # characters at either end of a page, where its block of metadata stands
LEAST_SHARE = 0.5  # of the page's text: less is a part of the body, not the body
LABELS = [
    "索引号",
    "发文时间",
    "发布时间",
    "发布日期",
    "生成日期",
    "成文日期",
    "发文日期",
    "发布机构",
    "发文机关",
    "责任部门",
    "所属机构",
    "信息来源",
    "来源",
    "文号",
    "公开方式",
    "公开时限",
    "有效性",
    "标题",
    "名称",
    "主题分类",
]
GAP = r"[^\S\n]*"
LABEL = "|".join(GAP.join(label) for label in LABELS)
# the same behind a blank or a bracket, its first character first: what can begin no label is passed over fast
STANDING = "|".join(rf"{label[0]}(?<![^\s|【\[]{label[0]}){GAP}{GAP.join(label[1:])}" for label in LABELS)
# label: value, several in a line; or the label alone in its line and the value in the next
PAIR = re.compile(
    rf"({STANDING})(?:[^\S\n]*[:：】\]]\s*|[^\S\n]*\n\s*|[^\S\n]+(?=\d))(\S.{{0,79}}?)"
    rf"(?=$|\s+(?:{LABEL})[^\S\n]*[:：]|[|【])",
    re.M,
)
NEXT_LABEL = re.compile(rf"(?:{LABEL})\s*(?:[:：]|$)")
META_NAMES = {
    "articletitle": "标题", "pubdate": "发布日期", "contentsource": "来源", "columnname": "栏目",
}  # fmt: skip


def titles(tree: LexborHTMLParser) -> tuple[str, ...]:
    """Headlines, then <title>, then the meta tags; duplicates and empty ones left out."""
    heads = [_line(node.text()) for node in tree.css("h1, h2.title, .article-title")]
    tails = [_line(node.text()) for node in tree.css("title")]
    metas = [(node.attributes.get("content") or "").strip() for node in tree.css('meta[name="ArticleTitle"]')]
    return tuple(dict.fromkeys(text for text in (*heads, *tails, *metas) if text))


def _line(text: str) -> str:
    """A text in one line, blanks run together."""
    return " ".join(text.split())


def metadata(tree: LexborHTMLParser, text: str) -> tuple[tuple[str, str], ...]:
    """Label and value pairs of the portal's block, in printed order; labels without blanks.

    `text` is the page's text, a line an element; a value stands behind its label or in the next line.
    """
    pairs: dict[str, str] = {}
    ends = text if len(text) < 2 * NEAR_END else text[:NEAR_END] + "\n" + text[-NEAR_END:]
    for found in PAIR.finditer(ends):
        label, value = "".join(found.group(1).split()), _line(found.group(2))
        if value and not NEXT_LABEL.match(value):
            pairs.setdefault(label, value)
    for node in tree.css("meta[name]"):
        name = META_NAMES.get((node.attributes.get("name") or "").lower())
        if name and (value := (node.attributes.get("content") or "").strip()):
            pairs.setdefault(name, value)
    return tuple(pairs.items())


def attachments(tree: LexborHTMLParser) -> tuple[Attachment, ...]:
    """Links to files, in printed order, once each."""
    links = ((node, node.attributes) for node in tree.css("a[href]"))
    found = [
        Attachment(href, _line(node.text()))
        for node, own in links
        if FILE.search(href := (own.get("href") or "").strip()) or own.get("appendix") == "true"
    ]
    return tuple({attachment.href: attachment for attachment in reversed(found)}.values())[::-1]


def content_node(tree: LexborHTMLParser, whole: int) -> LexborNode | None:
    """The element that holds the text: a known body if it is most of the page, else the page less its frame.

    `whole` is the length of the page's text.
    """
    body = tree.body
    if body is None:
        return None
    for selector in BODIES:
        node = tree.css_first(selector)
        if node is not None and len(node.text()) >= whole * LEAST_SHARE:
            return node
    for node in tree.css(CHROME):
        node.decompose()
    return body
