"""Pages of the TRS WCM: links, listing rows, page counts, the body and its attachments; text in, data out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.portals import urls
from pipeline.portals.model import ItemSelector, Selectors

PAGES = re.compile(
    r"""createPageHTML\(\s*(?:['"][^'"]*['"]\s*,\s*)?(\d+)\s*,\s*(\d+)\s*,\s*['"]([\w-]+)['"]\s*,\s*['"](\w+)['"]"""
)
COUNT = re.compile(r"\bcountPage\s*=\s*(\d+)")
DAY = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
REPORT_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)\s*年?(?=.{0,30}(?:报告|年报))(?!.{0,30}20\d\d)")
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)\s*年")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
INDEX_NO = re.compile(r"\d{9}/\d{4}-\d+")
TAG = re.compile(r"<[^>]*>")
BLANKS = re.compile(r"\s+")
CUT = ("…", "...")


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a listing page."""

    url: str
    title: str
    listed_on: date | None = None
    issuer: str | None = None
    index_no: str | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """What a listing page says of its pages; `total` None where it says nothing."""

    total: int | None
    name: str
    ext: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One listing page: the rung that read it (None: no rows), rows, page count, links, its title."""

    url: str
    template: str | None
    items: tuple[Item, ...]
    pages: Pages
    links: tuple[Link, ...]
    title: str | None


@dataclass(frozen=True, slots=True)
class DetailPage:
    """One page of a document: which rung found its body, how much is in it, and what it links to."""

    body_selector: str | None
    text_length: int  # characters
    table_count: int
    attachments: tuple[Link, ...]
    pictures: tuple[Link, ...]


def read_listing(text: str, url: str, selectors: Selectors) -> ListingPage:
    """Read a listing page by the first rung of the ladder that gives rows."""
    tree = LexborHTMLParser(text)
    template, items = None, tuple[Item, ...]()
    for rung in selectors.items:
        items = tuple(_items(tree, url, rung))
        if items:
            template = rung.name
            break
    return ListingPage(url, template, items, pages_of(text, url), tuple(_links(tree, url)), _title(tree))


def pages_of(text: str, url: str) -> Pages:
    """The page count of `createPageHTML` in both of its forms, or of the older `countPage`."""
    found = PAGES.search(text)
    if found:
        return Pages(max(1, int(found.group(1))), found.group(3), found.group(4))
    count = COUNT.search(text)
    file = url.rsplit("/", 1)[1]
    name, _, ext = file.partition(".") if "." in file else ("index", ".", "html")
    return Pages(int(count.group(1)) if count else None, re.sub(r"_\d+$", "", name), ext)


def page_url(first: str, pages: Pages, number: int) -> str:
    """The address of the page with this number in its name."""
    return f"{urls.folder(first)}{pages.name}_{number}.{pages.ext}"


def read_detail(text: str, url: str, selectors: Selectors) -> DetailPage:
    """Find the body by the ladder, and the files and pictures it links to."""
    tree = LexborHTMLParser(text)
    found = next(((css, node) for css in selectors.body for node in tree.css(css)[:1]), None)
    css, body = found if found else (None, None)
    anchors = [node for rung in selectors.attachments for node in tree.css(rung)]
    anchors += [node for node in (body.css("a[href]") if body else []) if _leads_to_file(node, url)]
    pictures = body.css("img[src]") if body else []
    return DetailPage(
        css,
        len(BLANKS.sub("", body.text())) if body else 0,
        len(body.css("table")) if body else 0,
        _unique(_link(node, url, "href") for node in anchors),
        _unique(_link(node, url, "src") for node in pictures if _is_picture(node, url)),
    )


def hint_year(title: str, listed_on: date | None) -> int | None:
    """The report year a row hints at: its title's, else the year before its date."""
    plain = title.translate(DIGITS)
    found = REPORT_YEAR.search(plain) or YEAR.search(plain)
    if found:
        return int(found.group(1))
    return listed_on.year - 1 if listed_on else None


def clean(text: str) -> str:
    """One line without tags: titles are data, whatever the portal put into them."""
    return BLANKS.sub(" ", TAG.sub("", text)).strip()


def _items(tree: LexborHTMLParser, url: str, rung: ItemSelector) -> Iterator[Item]:
    seen = set()
    for row in tree.css(rung.row):
        if any(inner.mem_id != row.mem_id for inner in row.css(rung.row)):
            continue  # an outer row; the inner ones are read by themselves
        item = _item(row, url, rung)
        if item is not None and item.url not in seen:
            seen.add(item.url)
            yield item


def _item(row: LexborNode, url: str, rung: ItemSelector) -> Item | None:
    link = row.css_first(rung.link)
    target = urls.join(url, link.attributes.get("href") or "") if link else None
    if link is None or target is None or not (urls.is_detail(target) or urls.is_file(target)):
        return None
    title = clean(link.text())
    full = clean(link.attributes.get("title") or "")
    if full and (not title or title.endswith(CUT)):
        title = full
    labels = _labels(row, rung.label) if rung.label else {}
    text = row.text(separator=" ")
    dated = row.css_first(rung.date) if rung.date else None
    listed_on = _day(dated.text() if dated else text) or _day(labels.get("生成日期", ""))
    index_no = INDEX_NO.search(labels.get("索引号", "") or text)
    if rung.date is None and listed_on is None and not urls.is_detail(target):
        return None
    return Item(
        target, title, listed_on, labels.get("责任部门") or None, index_no.group() if index_no else None
    )


def _labels(row: LexborNode, css: str) -> dict[str, str]:
    """索引号, 责任部门 … of the box in the row or right after it; labels without blanks."""
    box = row.css_first(css)
    after = row.next
    while box is None and after is not None and after.tag in ("-text", "div"):
        box = after if after.tag == "div" and after.css_matches(css) else None
        after = after.next
    pairs = (BLANKS.sub("", line.text()).partition("：") for line in (box.css("p") if box else []))
    return {label: value for label, _, value in pairs if value}


def _day(text: str) -> date | None:
    found = DAY.search(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _links(tree: LexborHTMLParser, url: str) -> Iterator[Link]:
    for node in tree.css("a[href]"):
        link = _link(node, url, "href")
        if link is not None:
            yield link


def _link(node: LexborNode, url: str, attribute: str) -> Link | None:
    target = urls.join(url, node.attributes.get(attribute) or "")
    text = clean(node.text()) or clean(node.attributes.get("title") or "")
    return Link(target, text) if target else None


def _unique(links: Iterable[Link | None]) -> tuple[Link, ...]:
    by_url: dict[str, Link] = {}
    for link in links:
        if link is not None:
            by_url.setdefault(link.url, link)
    return tuple(by_url.values())


def _leads_to_file(node: LexborNode, url: str) -> bool:
    return urls.is_file(urls.join(url, node.attributes.get("href") or "") or "")


def _is_picture(node: LexborNode, url: str) -> bool:
    return urls.is_picture(urls.join(url, node.attributes.get("src") or "") or "")


def _title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("title")
    return clean(node.text()) or None if node else None
