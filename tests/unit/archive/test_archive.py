"""The archive: bytes by name, a catalogue that only adds, and one kind of data a folder."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipeline.archive import (
    Archive,
    Column,
    CrawlFinding,
    Extraction,
    Fetch,
    ListedItem,
    Run,
    finding_id,
)
from pipeline.errors import ArchiveError, WrongDataDirError
from pipeline.records import Listing

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
URL = "http://sample.invalid/a/t20210105_7.html"


def fetch(outcome: str, sha256: str | None = None, at: datetime = NOON, **changes: object) -> Fetch:
    fields: dict[str, object] = {
        "run_id": "r1",
        "portal": "sample",
        "url": URL,
        "kind": "page",
        "at": at,
        "outcome": outcome,
        "seconds": 0.1,
        "url_key": "sample.invalid/a/t20210105_7.html",
        "docid": "7",
        "status": 200,
        "sha256": sha256,
        "byte_count": 3,
        "media_type": "text/html",
    }
    return Fetch(**{**fields, **changes})  # type: ignore[arg-type]


def test_bytes_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.put(b"page")
    assert sha256 == hashlib.sha256(b"page").hexdigest()
    path = tmp_path / "objects" / sha256[:2] / sha256[2:]
    assert path.read_bytes() == b"page"
    assert path.stat().st_mode & 0o222 == 0
    before = path.stat().st_mtime_ns
    assert archive.put(b"page") == sha256
    assert path.stat().st_mtime_ns == before
    assert archive.read(sha256) == b"page"
    assert list((tmp_path / "incoming").iterdir()) == []


def test_damaged_and_missing_bytes_are_told(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    good, bad, lost = (archive.put(text) for text in (b"good", b"bad", b"lost"))
    archive.record(fetch("new", lost))
    archive.objects.path(bad).chmod(0o644)
    archive.objects.path(bad).write_bytes(b"b@d")
    archive.objects.path(lost).unlink()
    with pytest.raises(ArchiveError, match="damaged"):
        archive.read(bad)
    with pytest.raises(ArchiveError, match="not in the archive"):
        archive.read(lost)
    with pytest.raises(ArchiveError, match="no sha256"):
        archive.read("../../etc/passwd")
    verification = archive.verify()
    assert (verification.object_count, verification.byte_count) == (2, len(b"good"))
    assert (verification.damaged, verification.missing) == ((bad,), (lost,))
    assert not verification.is_whole
    assert archive.read(good) == b"good"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)

    def full(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        archive.put(b"x")
    assert list((tmp_path / "incoming").iterdir()) == []
    assert archive.verify().object_count == 0


def test_one_kind_of_data_a_folder(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.kind is None
    archive.require_kind("sample")
    archive.require_kind("sample")
    with pytest.raises(WrongDataDirError, match="holds sample data, not real; set GONGKAI_DATA_DIR"):
        Archive(tmp_path).require_kind("real")
    assert archive.kind == "sample"


def test_versions_follow_the_bytes(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    one, two = archive.put(b"one"), archive.put(b"two")
    steps = [("new", one), ("not_modified", one), ("changed", two), ("unchanged", two), ("changed", one)]
    for hour, (outcome, sha256) in enumerate(steps):
        archive.record(fetch(outcome, sha256, NOON + timedelta(hours=hour)))
    archive.record(fetch("gone", None, NOON + timedelta(hours=5), status=404))
    archive.record(fetch("gone", None, NOON + timedelta(hours=9), status=404))
    rows = archive.table("snapshots").rows(named=True)
    assert [(row["version_no"], row["document_sha256"], row["is_current"]) for row in rows] == [
        (1, one, False),
        (2, two, False),
        (3, one, True),
    ]
    assert f"{rows[0]['last_seen_at']:%d %H:%M}" == "05 13:00"
    assert f"{rows[2]['gone_at']:%d %H:%M}" == "05 17:00"  # when it was first missed
    assert archive.table("fetches").height == 7


def test_failures_touch_neither_bytes_nor_validators(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    one = archive.put(b"one")
    archive.record(fetch("new", one, etag='"e"'))
    for outcome in ("blocked", "failed", "refused"):
        archive.record(fetch(outcome, None, NOON + timedelta(days=1), reason="BlockPageError: x"))
    held = archive.resource("sample", URL, "sample.invalid/a/t20210105_7.html")
    assert held is not None
    assert (held.sha256, held.etag, held.failure_count, held.checked_at) == (one, '"e"', 3, NOON)
    archive.record(fetch("not_modified", one, NOON + timedelta(days=2), etag='"e"'))
    assert archive.resource("sample", URL, "")  # found by its address
    assert archive.resources("sample")[0].failure_count == 0


def test_listing_bodies_are_no_documents(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.record(
        fetch("new", archive.put(b"l"), kind="listing", url="http://sample.invalid/a/", url_key="a")
    )
    archive.record(fetch("new", archive.put(b"r"), kind="robots", url="http://sample.invalid/r", url_key="r"))
    assert archive.table("snapshots").is_empty()
    assert archive.resources("sample") == []
    assert archive.verify().is_whole


def test_an_address_is_known_under_its_other_spellings(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.record(fetch("new", archive.put(b"x")))
    found = archive.resource(
        "sample", "https://www.sample.invalid/a/t20210105_7.html?x", "sample.invalid/a/t20210105_7.html"
    )
    assert found is not None
    assert found.url == URL
    assert archive.resource("other", "x", "sample.invalid/a/t20210105_7.html") is None


def item(number: int) -> ListedItem:
    listing = Listing(
        "sample", f"{URL}{number}", f"标题{number}", "http://l", "http://c", listed_on=date(2021, 1, 5)
    )
    return ListedItem(listing, 2020)


def test_columns_and_rows_have_a_history(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    column = Column("http://c", "年报", "xxgk_wrap", "{}", 2, 1, NOON)
    archive.save_column("sample", column, [item(1), item(2)], drop_unlisted=True, at=NOON)
    later = NOON + timedelta(days=1)
    archive.save_column("sample", column, [item(2)], drop_unlisted=True, at=later)
    rows = archive.table("listings").rows(named=True)
    assert [row["gone_at"] is None for row in rows] == [False, True]
    assert [row["first_seen_at"].day for row in rows] == [5, 5]
    assert [row["last_seen_at"].day for row in rows] == [5, 6]
    assert archive.listed("sample")[0].listing == item(1).listing
    archive.column_gone("http://c", later)
    assert archive.columns("sample")[0].gone_at == later
    archive.save_column("sample", column, [], drop_unlisted=False, at=later)
    assert archive.columns("sample")[0].gone_at is None


def test_findings_keep_their_first_date_until_they_are_resolved(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    finding = CrawlFinding("sample", URL, "BLOCK_PAGE", "error", "blocked")
    for day in range(2):
        archive.record_finding(finding, NOON + timedelta(days=day))
    assert archive.standing_since("sample", URL, "BLOCK_PAGE") == NOON
    archive.resolve_findings("sample", URL, NOON + timedelta(days=2), frozenset({"OTHER"}))
    assert archive.standing_since("sample", URL, "BLOCK_PAGE") == NOON
    archive.resolve_findings("sample", URL, NOON + timedelta(days=2), frozenset({"BLOCK_PAGE"}))
    assert archive.standing_since("sample", URL, "BLOCK_PAGE") is None
    archive.record_finding(finding, NOON + timedelta(days=3))
    assert archive.standing_since("sample", URL, "BLOCK_PAGE") == NOON + timedelta(days=3)
    row = archive.table("crawl_findings").rows(named=True)[0]
    assert row["finding_id"] == finding_id("sample", URL, "BLOCK_PAGE")
    assert row["resolved_at"] is None


def test_finding_history_is_kept_in_step(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.sync_finding_history(["a", "b"], NOON) == (2, 0)
    assert archive.sync_finding_history(["b", "c"], NOON + timedelta(days=1)) == (1, 1)
    assert archive.sync_finding_history(["a", "b", "c"], NOON + timedelta(days=2)) == (1, 0)
    rows = archive.table("finding_history").rows()
    assert [(name, first.day, last) for name, first, last in rows] == [
        ("a", 5, None),
        ("b", 5, None),
        ("c", 6, None),
    ]


def test_runs_extractions_and_versions(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.start_run(Run("r0", "sample", "due", date(2026, 1, 4)), NOON)
    archive.start_run(Run("r1", "sample", "2019-2020", date(2026, 1, 5)), NOON)  # r0 was killed
    archive.record(fetch("new", archive.put(b"x"), attempt_count=3, byte_count=10))
    archive.record(fetch("not_modified", archive.put(b"x"), byte_count=0))
    archive.record(fetch("blocked", None, byte_count=0))
    archive.end_run("r1", "succeeded", NOON, extracted_count=1, version="v1", message="ok")
    runs = archive.table("runs").rows(named=True)
    assert [(run["run_id"], run["status"], run["message"]) for run in runs] == [
        ("r0", "failed", "interrupted"),
        ("r1", "succeeded", "ok"),
    ]
    counts = ("request_count", "not_modified_count", "body_count", "byte_count", "extracted_count")
    assert [runs[1][name] for name in counts] == [5, 1, 1, 10, 1]
    assert runs[1]["as_of"] == date(2026, 1, 5)
    archive.record_extractions(
        [Extraction("a", "v1", 0.1, "failed", "x"), Extraction("a", "v1", 0.2, "read")], NOON
    )
    assert archive.table("extractions").select("sha256", "status", "message").rows() == [("a", "read", None)]
    archive.record_published("v1", "hash", "r1", NOON)
    archive.remove_published("v1", NOON + timedelta(days=1))
    assert f"{archive.table('published')['removed_at'][0]:%d %H:%M}" == "06 12:00"


@pytest.mark.parametrize(
    "name",
    [
        "meta",
        "runs",
        "fetches",
        "resources",
        "versions",
        "portal_columns",
        "listings",
        "crawl_findings",
        "finding_history",
        "extractions",
        "published",
        "snapshots",
    ],
)
def test_tables_have_their_types_even_when_empty(tmp_path: Path, name: str) -> None:
    frame = Archive(tmp_path).table(name)
    for column, dtype in frame.schema.items():
        if column.endswith("_at"):
            assert dtype == pl.Datetime("us")
        elif column.endswith("_on") or column == "as_of":
            assert dtype == pl.Date
        elif column.startswith("is_"):
            assert dtype == pl.Boolean
    assert frame.width > 1


def test_unknown_tables_and_damaged_catalogues_are_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no table 'x'"):
        Archive(tmp_path / "a").table("x")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "catalogue.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(ArchiveError, match="restore it from a backup"):
        Archive(tmp_path / "b")
    archive = Archive(tmp_path / "c")
    archive.note("schema_version", "99")
    with pytest.raises(ArchiveError, match="another version"):
        Archive(tmp_path / "c")


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    writer = Archive(tmp_path)
    writer.record(fetch("new", writer.put(b"x")))
    with writer.transaction():
        writer.record(fetch("new", writer.put(b"y"), url="http://other", url_key="o"))
        reader = Archive(tmp_path)
        assert reader.table("resources").height == 1  # the last whole state
        reader.close()
    assert Archive(tmp_path).table("resources").height == 2


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    wrong = fetch("new", archive.put(b"x"), url_key=None)
    with pytest.raises(sqlite3.IntegrityError):
        archive.record(wrong)  # its line in the log was written before the state failed
    assert archive.table("fetches").is_empty()
    assert archive.table("versions").is_empty()


def test_threads_may_share_an_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path)

    def work(number: int) -> None:
        for n in range(20):
            url = f"http://sample.invalid/{number}/{n}"
            archive.record(fetch("new", archive.put(url.encode()), url=url, url_key=url))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert archive.table("versions").height == 80
    assert archive.verify().object_count == 80
