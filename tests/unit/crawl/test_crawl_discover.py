"""Finding columns, reading them whole, and noticing when they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinyportal import (
    BASE,
    COLUMN,
    Nights,
    TinyPortal,
    catalogue,
    menu,
    plain,
    row,
    serve,
    small_portal,
)


def columns(nights: Nights) -> dict[str, int]:
    assert nights.discovery is not None
    return {column.url.removeprefix(BASE): column.item_count for column in nights.discovery.columns}


def test_a_column_is_found_by_its_link_and_remembered_with_the_evidence(tmp_path: Path) -> None:
    portal = small_portal(5)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    assert columns(nights) == {COLUMN: 5}
    column = nights.archive.columns("sample")[0]
    assert (column.title, column.template, column.page_count) == ("政府信息公开年报", "xxgk_wrap", 1)
    assert json.loads(column.evidence)["reports"] == 5
    assert "政府信息公开年报" in json.loads(column.evidence)["how"]
    listed = nights.archive.table("listings").rows(named=True)[0]
    assert listed["hint_year"] == 2020
    assert listed["issuer"] == "示例市某局0"
    assert listed["index_no"] == "640499001/2021-00000"
    assert str(listed["listed_on"]) == "2021-01-01"


def test_sub_columns_by_issuer_and_year_in_both_templates(tmp_path: Path) -> None:
    portal = TinyPortal()
    portal.pages["/"] = menu((COLUMN, "信息公开年报"))
    portal.pages["/zwgk/"] = menu((COLUMN, "年报"))
    portal.pages[COLUMN] = menu(("bm/list.html", "市直部门"), ("./2020n/", "2020年"), ("/xwzx/", "新闻中心"))
    bm = COLUMN + "bm/"
    portal.pages[bm + "list.html"] = catalogue(portal.put_reports(range(4), 2019, bm))
    year = COLUMN + "2020n/"
    portal.pages[year] = plain(portal.put_reports(range(10, 11), 2020, year))
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    assert columns(nights) == {bm + "list.html": 4, year: 1}
    assert {column.template for column in nights.archive.columns("sample")} == {"xxgk_wrap", "generic"}
    assert "/xwzx/" not in portal.paths()


def test_departments_are_found_through_the_directory_that_lists_them(tmp_path: Path) -> None:
    portal = TinyPortal()
    own = "/zwgk/bmxxgkml/gaj/xxgknb_18/"
    portal.pages["/"] = menu(("/zwgk/bmxxgkml/", "部门信息公开目录"))
    portal.pages["/zwgk/"] = menu(("/", "首页"))
    portal.pages["/zwgk/bmxxgkml/"] = menu(("/zwgk/bmxxgkml/gaj/", "示例市公安局"))
    portal.pages["/zwgk/bmxxgkml/gaj/"] = menu((own, "信息公开年报"))
    portal.pages[own] = plain(portal.put_reports(range(2), 2020, own))
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    assert columns(nights) == {own: 2}


def test_a_candidate_path_is_tried_when_no_link_leads_there(tmp_path: Path) -> None:
    portal = small_portal(4)
    portal.pages["/"] = portal.pages["/zwgk/"] = menu(("/xwzx/", "新闻中心"))
    portal.pages[COLUMN + "list.html"] = portal.pages.pop(COLUMN)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    assert columns(nights) == {COLUMN: 4}
    assert "candidate" in nights.archive.columns("sample")[0].evidence


def test_news_about_reports_are_no_column(tmp_path: Path) -> None:
    portal = small_portal(4)
    portal.pages["/"] = menu(
        (COLUMN, "年报"), ("/xwzx/nb/", "年报解读"), ("/zwgk/202101/t20210101_1.html", "年度报告")
    )
    news = [(f"./202101/t2021010{n}_9{n}.html", f"市领导调研第{n}次", f"2021-01-0{n}") for n in range(1, 6)]
    portal.pages["/xwzx/nb/"] = plain(news)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    assert columns(nights) == {COLUMN: 4}
    assert "/zwgk/202101/t20210101_1.html" not in portal.paths()


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ('createPageHTML(3, 0, "list", "html");', ["list_1.html", "list_2.html"]),
        ("createPageHTML('page_div', 3, 1, 'list', 'html', 45);", ["list_1.html", "list_2.html"]),
        ("createPageHTML('page_div', 3, 1, 'list', 'html', 45);", ["list_2.html", "list_3.html"]),
        ("var countPage = 3", ["index_1.html", "index_2.html"]),
        ("", ["index_1.html", "index_2.html"]),
        ('createPageHTML(2, 0, "list", "html");', ["list_1.html", "list_2.html"]),  # says one too few
    ],
    ids=["plain", "with-div", "counts-from-one", "older", "no-count", "too-few"],
)
def test_every_page_of_a_column_is_read(tmp_path: Path, script: str, names: list[str]) -> None:
    portal = small_portal(0)
    rows = portal.put_reports(range(9))
    for name, part in zip(["", *names], (rows[:3], rows[3:6], rows[6:]), strict=True):
        portal.pages[COLUMN + name] = catalogue(part, script)
    if names[0] == "list_2.html":
        portal.pages[COLUMN + "list_1.html"] = portal.pages[COLUMN]  # page 1 under its number
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        first = nights.night()
        asked = len(portal.asked)
        second = nights.night()
    assert columns(nights) == {COLUMN: 9}
    assert (first.new, second.bodies, second.not_modified) == (9, 0, 9)
    assert nights.archive.columns("sample")[0].page_count == 3
    assert len(portal.asked) - asked <= asked  # no more probing than on the first night


def test_a_second_night_asks_conditionally_and_gets_no_body(tmp_path: Path) -> None:
    portal = small_portal(6)
    portal.pages["/robots.txt"] = b"User-agent: *\nDisallow: /irs/\n"
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.asked.clear()
        summary = nights.night()
    assert not portal.paths(200)
    assert summary.bodies == summary.bytes == 0
    assert summary.not_modified == 6
    assert nights.discovery is not None
    assert nights.discovery.summary.bodies == 0


def test_a_column_that_vanishes_is_a_finding_and_keeps_its_rows(tmp_path: Path) -> None:
    portal = small_portal(5)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        page = portal.pages.pop(COLUMN)
        summary = nights.night()
        assert nights.findings() == {COLUMN: "COLUMN_VANISHED", "/": "NO_COLUMNS"}
        assert summary.not_modified == 5  # the documents are still asked for
        portal.pages[COLUMN] = page
        nights.night()
    assert nights.findings() == {}
    assert columns(nights) == {COLUMN: 5}


def test_a_moved_column_is_told_from_a_vanished_one(tmp_path: Path) -> None:
    portal = small_portal(5)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        # the same documents under a new folder, their addresses re-stamped
        moved = "/zwgk/zfxxgknb_2/"
        portal.pages = {"/zwgk/": menu((moved, "年报")), "/": menu((moved, "政府信息公开年报"))}
        rows = [(f"./202204/t20220422_{1000 + n}.html", row(n)[1], "2021-01-09") for n in range(5)]
        portal.pages[moved] = catalogue(rows)
        for href, title, _ in rows:
            portal.pages[moved + href[2:]] = b"<html><h1>" + title.encode() + b"</h1>TRS_UEDITOR</html>"
        summary = nights.night()
        assert nights.findings()[COLUMN] == "COLUMN_MOVED"
        assert summary.gone == 5
        assert nights.night().new == 5  # found at their new addresses
    assert columns(nights) == {moved: 5}


def test_a_shrunk_column_is_a_finding_and_loses_nothing_until_it_has_stood(tmp_path: Path) -> None:
    portal = small_portal(10)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[COLUMN] = catalogue([row(n) for n in range(8)])
        nights.night()
        assert nights.findings() == {COLUMN: "COLUMN_SHRUNK"}
        assert len(nights.discovery.listings) == 10  # type: ignore[union-attr]
        nights.night(days=8)
        assert nights.findings() == {COLUMN: "COLUMN_SHRUNK"}  # told once more, then believed
        nights.night()
    assert nights.findings() == {}
    assert columns(nights) == {COLUMN: 8}


def test_small_losses_are_believed_at_once(tmp_path: Path) -> None:
    portal = small_portal(10)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[COLUMN] = catalogue([row(n) for n in range(9)])
        nights.night()
    assert nights.findings() == {}
    assert len(nights.discovery.listings) == 9  # type: ignore[union-attr]


def test_an_empty_listing_is_never_a_success(tmp_path: Path) -> None:
    portal = small_portal(5)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[COLUMN] = catalogue([], 'createPageHTML(1, 0, "list", "html");')
        nights.night()
    assert nights.findings() == {COLUMN: "COLUMN_SHRUNK"}
    assert columns(nights) == {COLUMN: 5}


def test_a_new_template_is_a_finding_once(tmp_path: Path) -> None:
    portal = small_portal(5)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[COLUMN] = plain([row(n) for n in range(5)])
        nights.night()
        assert nights.findings() == {COLUMN: "COLUMN_TEMPLATE"}
        nights.night()
    assert nights.findings() == {}


def test_a_listing_page_that_does_not_come_makes_nothing_gone(tmp_path: Path) -> None:
    portal = small_portal(0)
    rows = portal.put_reports(range(6))
    script = 'createPageHTML(3, 0, "list", "html");'
    for name, part in (("", rows[:2]), ("list_1.html", rows[2:4]), ("list_2.html", rows[4:])):
        portal.pages[COLUMN + name] = catalogue(part, script)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[COLUMN + "list_1.html"] = (405, "<html>网防G01</html>".encode())
        portal.pages[COLUMN] = catalogue(rows[:2], script + "//")
        nights.night()
    assert nights.findings() == {COLUMN: "LISTING_CONTRADICTS", COLUMN + "list_1.html": "BLOCK_PAGE"}
    assert len(nights.discovery.listings) == 6  # type: ignore[union-attr]


def test_a_page_that_repeats_another_is_a_contradiction(tmp_path: Path) -> None:
    portal = small_portal(0)
    rows = portal.put_reports(range(6))
    script = 'createPageHTML(3, 0, "list", "html");'
    for name, part in (("", rows[:2]), ("list_1.html", rows[2:4]), ("list_2.html", rows[2:4])):
        portal.pages[COLUMN + name] = catalogue(part, script)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    assert nights.findings() == {COLUMN: "LISTING_CONTRADICTS"}
    assert columns(nights) == {COLUMN: 4}


def test_a_block_page_instead_of_a_column_changes_nothing(tmp_path: Path) -> None:
    portal = small_portal(5)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[COLUMN] = "<html><body>请输入验证码</body></html>".encode()
        nights.night()
    assert nights.findings() == {COLUMN: "BLOCK_PAGE"}
    assert columns(nights) == {COLUMN: 5}


def test_a_portal_that_is_down_is_a_finding_not_an_error(tmp_path: Path) -> None:
    portal = small_portal(5)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    summary = nights.night()  # nobody listens any more
    assert summary.failed == 5
    assert nights.findings()["/robots.txt"] == "ROBOTS_UNREACHABLE"
    assert columns(nights) == {COLUMN: 5}


def test_titles_are_data(tmp_path: Path) -> None:
    portal = small_portal(0)
    title = "<b>示例市某局</b><script>alert(1)</script>2020年政府信息公开年度报告"
    href = "./202101/t20210105_7.html"
    portal.pages[COLUMN] = catalogue([(href, title, "2021-01-05")])
    portal.pages[COLUMN + href[2:]] = b"<html>TRS_UEDITOR</html>"
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    listed = nights.archive.table("listings")["title"][0]
    assert "<" not in listed
    assert listed.endswith("2020年政府信息公开年度报告")


def test_old_columns_rest_for_a_week_while_their_first_page_stands_still(tmp_path: Path) -> None:
    portal = small_portal(0)
    rows = portal.put_reports(range(4), 2015)
    script = 'createPageHTML(2, 0, "list", "html");'
    portal.pages[COLUMN] = catalogue(rows[:2], script)
    portal.pages[COLUMN + "list_1.html"] = catalogue(rows[2:], script)
    from pipeline.portals.model import Rhythm

    with serve(portal) as port:
        nights = Nights(tmp_path, port, rhythm=Rhythm())
        nights.night()
        asked = []
        for _ in range(8):
            portal.asked.clear()
            nights.night()
            asked.append((COLUMN in portal.paths(), COLUMN + "list_1.html" in portal.paths()))
    assert asked == [(True, False)] * 6 + [(True, True), (True, False)]
