"""What the doctor says about a portal."""

from __future__ import annotations

import dataclasses

from tinyportal import COLUMN, TinyPortal, catalogue, detail, path_of, serve, small_portal

from pipeline.crawl import Diagnosis, diagnose, open_client
from pipeline.errors import DamagedFileError
from pipeline.fetch import Clock
from pipeline.portals import load_portal

QUIET = Clock(sleep=lambda seconds: None)


def examine(portal: TinyPortal, **arguments: object) -> list[Diagnosis]:
    with serve(portal) as port:
        rules = dataclasses.replace(load_portal("sample"), connect={"sample.invalid": f"127.0.0.1:{port}"})
        with open_client(rules, contact="t", clock=QUIET) as get:
            return list(diagnose(rules, get, **arguments))  # type: ignore[arg-type]


def by_item(found: list[Diagnosis]) -> dict[str, Diagnosis]:
    return {one.item: one for one in found}


def test_a_healthy_portal() -> None:
    found = examine(small_portal(5), read=lambda body: f"{len(body)} read")
    assert all(one.ok for one in found)
    assert [one.item for one in found] == [
        "robots",
        "start page",
        "start page",
        "columns",
        "listing template",
        "pagination",
        "body selector",
        "report",
        "report",
        "report",
    ]
    items = by_item(found)
    assert items["robots"].detail == "none: everything allowed"
    assert "5 reports; link 政府信息公开年报" in items["columns"].detail
    assert items["listing template"].detail.startswith("xxgk_wrap: 5 rows, 5 with a date")
    assert items["pagination"].detail == "1 pages announced, 1 read, 5 rows"
    assert items["body selector"].detail == ".view.TRS_UEDITOR"
    assert items["report"].detail.endswith(" read")


def test_a_block_page_is_named() -> None:
    portal = small_portal(5)
    for path in portal.pages:
        portal.pages[path] = (405, "<html>网防G01</html>".encode())
    items = by_item(examine(portal))
    assert not items["start page"].ok
    assert "BlockPageError" in items["start page"].detail
    assert "网防G01" in items["start page"].detail
    assert not items["columns"].ok


def test_a_robots_that_forbids_is_named() -> None:
    portal = small_portal(5)
    portal.pages["/robots.txt"] = b"User-agent: *\nDisallow: /\n"
    items = by_item(examine(portal))
    assert not items["robots"].ok
    assert "robots.txt forbids it" in items["robots"].detail
    assert "RobotsDisallowedError" in items["columns"].detail


def test_a_listing_that_contradicts_itself_is_named() -> None:
    portal = small_portal(5)
    rows = portal.put_reports(range(5))
    portal.pages[COLUMN] = catalogue(rows, 'createPageHTML(3, 0, "list", "html");')
    items = by_item(examine(portal))
    assert not items["pagination"].ok
    assert "3 pages announced, 1 read" in items["pagination"].detail


def test_an_unknown_body_and_a_report_that_cannot_be_read_are_named() -> None:
    portal = small_portal(3)
    for number in range(3):
        portal.pages[path_of(number)] = "<html><div class=new>统计期限</div></html>".encode()

    def read(body: bytes) -> str:
        raise DamagedFileError("no table found")

    items = by_item(examine(portal, read=read))
    assert not items["body selector"].ok
    assert not items["report"].ok
    assert items["report"].detail.endswith("no table found")


def test_a_vanished_report_is_named() -> None:
    portal = small_portal(3)
    portal.pages[path_of(2)] = (404, detail("gone"))
    found = [one for one in examine(portal) if one.item == "report"]
    assert [one.ok for one in found] == [True, True, False]
    assert "HTTP 404" in found[2].detail
