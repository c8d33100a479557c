from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.sample.city import City
from pipeline.sample.site import Page, build_pages
from pipeline.sample.spec import BASE_URL

PAGINATION = re.compile(r"createPageHTML\((?:'\w+', )?(\d+), (\d+), ['\"](\w+)['\"], ['\"]html['\"]")


@pytest.fixture(scope="module")
def pages(city: City) -> dict[str, Page]:
    return build_pages(city)


def _links(path: str, html: str) -> set[str]:
    tree = LexborHTMLParser(html)
    hrefs = [node.attributes.get("href") or "" for node in tree.css("a[href]")]
    sources = [node.attributes.get("src") or "" for node in tree.css("img[src]")]
    found = {urljoin(BASE_URL + path, href) for href in hrefs + sources if not href.startswith("javascript")}
    match = PAGINATION.search(html)
    if match is not None:
        found |= {urljoin(BASE_URL + path, f"{match[3]}_{k}.html") for k in range(1, int(match[1]))}
    assert all(link.startswith(BASE_URL + "/") for link in found)
    return {link.removeprefix(BASE_URL) for link in found}


def test_everything_is_reached_from_the_start_page(pages: dict[str, Page]) -> None:
    light = {"listing", "menu", "plain", "news", "companion", "directory", "not_a_report"}
    seen, todo, dead = set[str](), ["/"], set[str]()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        page = pages.get(path)
        if page is None:
            dead.add(path)
            continue
        is_one_line = page.report is not None and page.report.style.format != "html"
        if (page.kind in light or is_one_line) and page.content_type == "text/html":
            todo += _links(path, page.render().decode())
    assert dead == {"/irs/search.html"}  # forbidden by robots.txt
    unreached = {
        p for p, page in pages.items() if p not in seen and page.kind in ("report", "listing", "attachment")
    }
    assert all(path.endswith(("/index.html", "/list.html")) for path in unreached)


def test_links_of_report_pages_work(pages: dict[str, Page]) -> None:
    reports = [
        (path, page) for path, page in pages.items() if page.kind == "report" and page.report is not None
    ]
    for path, page in reports[::9]:
        assert page.report is not None
        html = page.render().decode(
            page.report.style.encoding if page.report.style.format == "html" else "utf-8"
        )
        dead = {link for link in _links(path, html) if link not in pages} - {"/irs/search.html"}
        assert not dead, path


def test_both_listing_templates_page_through_all_rows(pages: dict[str, Page], city: City) -> None:
    for folder, name, style in (
        ("/zwgk/zfxxgknb/szbm/", "list", "div.xxgk_wrap ul li.w383 a"),
        ("/zwgk/zfxxgknb/xq/", "index", "ul.newslist li a"),
    ):
        first = pages[f"{folder}{name}.html"].render().decode()
        assert pages[folder].render().decode() == first
        match = PAGINATION.search(first)
        assert match is not None
        titles: list[str] = []
        for k in range(int(match[1])):
            body = pages[f"{folder}{name}{f'_{k}' if k else ''}.html"].render().decode()
            numbers = PAGINATION.search(body)
            assert numbers is not None
            assert int(numbers[2]) == k
            titles += [node.attributes.get("href") or "" for node in LexborHTMLParser(body).css(style)]
        assert f"{folder}{name}_{match[1]}.html" not in pages
        own = [r for r in city.reports if folder in (r.column, r.second_column)]
        assert len(titles) >= len(own)
        assert len(set(titles)) == len(titles)


def test_the_portal_has_the_oddities_a_crawler_meets(pages: dict[str, Page], city: City) -> None:
    kinds = {page.kind for page in pages.values()}
    assert {
        "wap",
        "second_column",
        "companion",
        "directory",
        "not_a_report",
        "news",
        "picture",
        "block_page",
    } <= kinds
    twins = [page for page in pages.values() if page.kind == "second_column" and page.report is not None]
    for twin in twins[:3]:
        assert twin.report is not None
        original = pages[twin.report.url.removeprefix(BASE_URL)]
        if twin.path.endswith(".html"):
            assert twin.render() == original.render()
            assert twin.path.rsplit("/", 1)[1] == original.path.rsplit("/", 1)[1]
    assert any(report.listing_title == "政府信息公开工作年度报告" for report in city.reports)
    assert any("xxgknb_1840" in path for path in pages)


def test_metadata_gives_the_true_date_of_moved_reports(pages: dict[str, Page], city: City) -> None:
    moved = next(r for r in city.reports if r.agency.agency_type == "township" and r.year == 2019)
    assert "/202004/t20200422_" in moved.url
    html = pages[moved.url.removeprefix(BASE_URL)].render().decode("utf-8", "ignore")
    if moved.style.encoding == "utf-8":
        assert moved.published_on.isoformat() in html


def test_the_block_page_is_no_report(pages: dict[str, Page]) -> None:
    blocked = [page for page in pages.values() if page.kind == "block_page"]
    assert len(blocked) == 1
    assert "政府信息公开" not in blocked[0].render().decode()


def test_pictures_are_png(pages: dict[str, Page]) -> None:
    pictures = [page.render() for page in pages.values() if page.kind == "picture"]
    assert all(picture.startswith(b"\x89PNG\r\n\x1a\n") for picture in pictures)
    assert len(set(pictures)) == len(pictures)
