"""Documents: versions, vanished ones, block pages, attachments, twins, years and the rhythm."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tinyportal import (
    BASE,
    COLUMN,
    Nights,
    catalogue,
    detail,
    path_of,
    row,
    serve,
    small_portal,
)

from pipeline.crawl import everything
from pipeline.errors import WrongDataDirError
from pipeline.portals.model import Limits, Manners, Rhythm

BLOCKED = "<html><body>访问被拦截 网防G01</body></html>".encode()


def test_a_changed_body_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    portal = small_portal(3)
    page, old = path_of(1), small_portal(3).pages[path_of(1)]
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[page] = detail("更正", "改过的正文")
        summary = nights.night()
        assert (summary.changed, summary.bodies, summary.not_modified) == (1, 1, 2)
        portal.pages[page] = old
        nights.night()
    versions = nights.snapshot(page)
    assert [version["version_no"] for version in versions] == [1, 2, 3]
    assert [version["is_current"] for version in versions] == [False, False, True]
    assert versions[0]["document_sha256"] == versions[2]["document_sha256"]
    assert nights.archive.read(str(versions[0]["document_sha256"])) == old


def test_a_vanished_page_keeps_its_data_and_may_come_back(tmp_path: Path) -> None:
    portal = small_portal(3)
    page = path_of(1)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        body = portal.pages.pop(page)
        assert nights.night().gone == 1
        gone = nights.snapshot(page)[0]
        assert gone["gone_at"] is not None
        assert nights.archive.read(str(gone["document_sha256"])) == body
        portal.pages[page] = body
        nights.night()
    assert nights.snapshot(page)[0]["gone_at"] is None
    assert len(nights.snapshot(page)) == 1


def test_many_pages_gone_in_one_night_is_news_about_the_portal(tmp_path: Path) -> None:
    portal = small_portal(10)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        for number in range(6):
            del portal.pages[path_of(number)]
        nights.night()
    assert nights.findings() == {"/": "PAGES_VANISHED"}


@pytest.mark.parametrize("answer", [BLOCKED, (405, BLOCKED), (521, b""), (404, BLOCKED)])
def test_a_block_page_overwrites_nothing_and_is_tried_again(tmp_path: Path, answer: object) -> None:
    portal = small_portal(3)
    page = path_of(1)
    good = portal.pages[page]
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        portal.pages[page] = answer  # type: ignore[assignment]
        portal.asked.clear()
        summary = nights.night()
        assert summary.blocked == 1
        assert portal.paths().count(page) == 2  # once more at the end of the night
        assert nights.findings() == {page: "BLOCK_PAGE"}
        assert nights.snapshot(page)[0]["gone_at"] is None
        portal.pages[page] = good
        nights.night()
    assert nights.findings() == {}
    assert nights.findings(standing=False) == {page: "BLOCK_PAGE"}
    assert len(nights.snapshot(page)) == 1


def test_a_page_never_seen_whole_is_not_kept(tmp_path: Path) -> None:
    portal = small_portal(3)
    portal.pages[path_of(1)] = detail("x")[:-10]
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        summary = nights.night()
    assert (summary.new, summary.failed) == (2, 1)
    assert nights.findings() == {path_of(1): "TRUNCATED_BODY"}
    assert nights.snapshot(path_of(1)) == []


def test_attachments_are_fetched_with_the_page_that_links_them(tmp_path: Path) -> None:
    portal = small_portal(2)
    page = path_of(0)
    folder = page.rpartition("/")[0]
    links = '<a appendix="true" href="./P020210101.docx">附件</a> <a href="P020210102.pdf">正文</a>'
    outside = '<a href="http://elsewhere.example/x.pdf">别处</a> <a href="../../../../etc/passwd.txt">上</a>'
    portal.pages[page] = detail("有附件", "见附件", links + outside)
    portal.pages[folder + "/P020210101.docx"] = b"PK\x03\x04 word/ PK\x05\x06"
    portal.pages[folder + "/P020210102.pdf"] = b"%PDF-1.4 %%EOF"
    portal.pages["/etc/passwd.txt"] = "文字附件".encode()
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        first = nights.night()
        portal.asked.clear()
        second = nights.night()
    assert first.new == 5
    assert first.refused == 1
    assert nights.findings() == {"http://elsewhere.example/x.pdf": "HOST_NOT_ALLOWED"}
    assert second.bodies == 0
    assert portal.paths(304).count(folder + "/P020210101.docx") == 1
    attached = nights.snapshot(folder + "/P020210102.pdf")[0]
    assert (attached["parent_url"], attached["media_type"]) == (BASE + page, "application/pdf")
    # names from the portal are addresses; the files of the archive have names of their own
    outside_objects = [path for path in tmp_path.rglob("*") if "passwd" in path.name or "P0" in path.name]
    assert outside_objects == []


def test_an_attachment_that_fails_is_tried_again_with_its_page(tmp_path: Path) -> None:
    portal = small_portal(1)
    page = path_of(0)
    file = page.rpartition("/")[0] + "/P020210101.pdf"
    portal.pages[page] = detail("有附件", "见附件", '<a href="./P020210101.pdf">附件</a>')
    portal.pages[file] = BLOCKED
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        assert nights.night().blocked == 1
        portal.pages[file] = b"%PDF-1.4 %%EOF"
        summary = nights.night()
    assert summary.new == 1
    assert nights.snapshot(file)[0]["media_type"] == "application/pdf"


def test_pictures_are_fetched_only_where_text_or_tables_are_missing(tmp_path: Path) -> None:
    portal = small_portal(3)
    bare, full, tables = path_of(0), path_of(1), path_of(2)
    folder = bare.rpartition("/")[0]
    picture = '<img src="./W020210101123456789.png"><img src="/images/logo.png">'
    portal.pages[bare] = detail("图片版", "", picture)
    written = "正文" * 300
    portal.pages[full] = detail("文字版", written + "<table></table>", picture.replace("0210101", "0210102"))
    portal.pages[tables] = detail("表格为图片", written, picture.replace("0210101", "0210103"))
    for day in (1, 2, 3):
        portal.pages[f"{folder}/W02021010{day}123456789.png"] = b"\x89PNG\r\n\x1a\n%d" % day
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    asked = [path for path in portal.paths() if "png" in path]
    assert sorted(asked) == [folder + f"/W02021010{day}123456789.png" for day in (1, 3)]


def test_twins_of_one_document_are_asked_for_once(tmp_path: Path) -> None:
    portal = small_portal(0)
    title = "示例市某局2020年政府信息公开年度报告"
    rows = [
        ("./202101/t20210105_77.html", title, "2021-01-05"),
        ("./202101/t20210105_77_wap.html", title, "2021-01-05"),
        ("./202204/t20220422_77.html", title, "2022-04-22"),  # the same number in a re-stamped address
        ("http://www.sample.invalid/zwgk/zfxxgknb/202101/t20210105_77.html?x=1", title, "2021-01-05"),
    ]
    portal.pages[COLUMN] = catalogue(rows)
    portal.pages[COLUMN + "202101/t20210105_77.html"] = detail(title)
    portal.pages[COLUMN + "202204/t20220422_77.html"] = detail(title)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        assert [path for path in portal.paths() if "_77" in path] == [COLUMN + "202101/t20210105_77.html"]
        # the first address goes: the other one is the document now
        del portal.pages[COLUMN + "202101/t20210105_77.html"]
        nights.night()
        assert nights.night().new == 1
    snapshots = nights.archive.table("snapshots")
    assert snapshots["docid"].to_list() == ["77", "77"]
    assert snapshots["document_sha256"].n_unique() == 1  # the same bytes are stored once
    assert nights.archive.verify().is_whole


def test_years_restrict_by_the_year_a_row_hints_at(tmp_path: Path) -> None:
    portal = small_portal(0)
    rows = [
        r for year in (2018, 2019, 2020) for r in portal.put_reports(range(10 * year, 10 * year + 2), year)
    ]
    undated = ("./202101/t20210105_5.html", "示例市某局政府信息公开年度报告", "")
    portal.pages[COLUMN + undated[0][2:]] = detail(undated[1])
    portal.pages[COLUMN] = catalogue([*rows, undated])
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        assert nights.night(years=(2019, 2019)).new == 3  # the one without a year may be of any
        assert nights.night(years=(2018, 2019)).new == 2
        assert nights.night().new == 2


def test_a_run_by_hand_may_ask_for_everything(tmp_path: Path) -> None:
    portal = small_portal(0)
    portal.pages[COLUMN] = catalogue(portal.put_reports(range(2), 2015))
    with serve(portal) as port:
        nights = Nights(tmp_path, port, rhythm=Rhythm())
        nights.night()
        assert nights.night().not_modified == 0
        assert nights.night(due=everything).not_modified == 2


def test_the_rhythm_asks_recent_years_nightly_and_older_ones_weekly(tmp_path: Path) -> None:
    portal = small_portal(0)
    old, new = path_of(1, 2015), path_of(2, 2021)
    portal.pages[COLUMN] = catalogue(
        [*portal.put_reports(range(1, 2), 2015), *portal.put_reports(range(2, 3), 2021)]
    )
    with serve(portal) as port:
        nights = Nights(tmp_path, port, rhythm=Rhythm())
        nights.night()
        asked = []
        for _ in range(8):
            portal.asked.clear()
            nights.night()
            asked.append((new in portal.paths(), old in portal.paths()))
        assert asked == [(True, False)] * 6 + [(True, True), (True, False)]
        del portal.pages[old]
        nights.night(days=7)
        portal.asked.clear()
        for _ in range(5):
            nights.night(days=7)
    assert portal.paths().count(old) == 1  # vanished: once a month


def test_a_budget_is_spent_on_recent_years_first_and_the_rest_follows_later(tmp_path: Path) -> None:
    portal = small_portal(0)
    portal.pages[COLUMN] = catalogue(
        [*portal.put_reports(range(3), 2015), *portal.put_reports(range(10, 13), 2020)]
    )
    with serve(portal) as port:
        nights = Nights(
            tmp_path, port, manners=dataclasses.replace(Manners(), min_interval=0, jitter=0, budget=8)
        )
        first = nights.night()
        assert len(portal.asked) == 8
        assert nights.findings() == {"/": "BUDGET"}
        years = {
            row["hint_year"]
            for row in nights.archive.table("listings").rows(named=True)
            if nights.snapshot(row["url"].removeprefix(BASE))
        }
        assert years == {2020}
        for _ in range(2):
            nights.night()
    assert first.new < 6
    assert nights.archive.table("snapshots").height == 6


def test_in_a_mixed_column_only_what_may_be_a_report_is_asked_for(tmp_path: Path) -> None:
    portal = small_portal(0)
    news = [(f"./202101/t20210109_{n}.html", f"领导活动{n}", "2021-01-09") for n in range(1, 8)]
    portal.pages[COLUMN] = catalogue([*portal.put_reports(range(20, 23)), *news])
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        summary = nights.night()
    assert summary.new == 3
    assert nights.archive.table("listings").height == 10


def test_a_listing_may_lead_to_a_file(tmp_path: Path) -> None:
    portal = small_portal(3)
    file = "./202101/P020210105.pdf"
    title = "示例市某局2020年政府信息公开年度报告"
    portal.pages[COLUMN] = catalogue([*(row(n) for n in range(3)), (file, title, "2021-01-05")])
    portal.pages[COLUMN + file[2:]] = b"%PDF-1.4 %%EOF"
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
    assert nights.snapshot(COLUMN + file[2:])[0]["media_type"] == "application/pdf"


def test_giants_are_refused_by_size(tmp_path: Path) -> None:
    portal = small_portal(2)
    portal.pages[path_of(0)] = detail("大", "x" * 30_000)
    with serve(portal) as port:
        nights = Nights(tmp_path, port, limits=Limits(page_bytes=20_000))
        summary = nights.night()
    assert (summary.new, summary.refused) == (1, 1)
    assert nights.findings() == {path_of(0): "TOO_LARGE"}


def test_an_interrupted_night_is_continued_by_the_next(tmp_path: Path) -> None:
    portal = small_portal(12)

    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 5:
            raise StopError

    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        with pytest.raises(StopError):
            nights.night(progress=stop)
        (tmp_path / "incoming").mkdir(exist_ok=True)
        (tmp_path / "incoming" / "half").write_bytes(b"half")  # as a kill would leave it
        summary = nights.night()
    assert (summary.not_modified, summary.new) == (5, 7)
    runs = nights.archive.table("runs")
    assert runs["status"].to_list() == ["failed", "succeeded"]
    assert runs["message"][0] == "interrupted"
    assert nights.archive.verify().is_whole
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_damaged_file_is_found_and_fetched_again(tmp_path: Path) -> None:
    portal = small_portal(2)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        sha256 = str(nights.snapshot(path_of(1))[0]["document_sha256"])
        nights.archive.objects.path(sha256).unlink()
        assert nights.archive.verify().missing == (sha256,)
        summary = nights.night()
    assert (summary.unchanged, summary.not_modified) == (1, 1)
    assert nights.archive.verify().is_whole


def test_run_totals_come_from_the_fetch_log(tmp_path: Path) -> None:
    portal = small_portal(3)
    with serve(portal) as port:
        nights = Nights(tmp_path, port)
        nights.night()
        nights.night()
    first, second = nights.archive.table("runs").rows(named=True)
    asked = len(portal.asked)
    assert first["request_count"] + second["request_count"] == asked
    assert (second["body_count"], second["byte_count"]) == (0, 0)
    assert second["not_modified_count"] == len(portal.paths(304))


def test_a_sample_archive_takes_no_real_portal(tmp_path: Path) -> None:
    portal = small_portal(1)
    with serve(portal) as port:
        Nights(tmp_path, port).night()
        with pytest.raises(WrongDataDirError, match="GONGKAI_DATA_DIR"):
            Nights(tmp_path, port, kind="real").night()
