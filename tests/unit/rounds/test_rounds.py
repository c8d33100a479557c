"""Several portals in one night: each gets its turn, whatever happens to another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import pipeline.rounds as rounds
from pipeline.archive import Archive, Run
from pipeline.config import Settings
from pipeline.errors import ArchiveError, PortalError
from pipeline.portals import Portal, load_portal
from pipeline.progress import silent


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as opened:
        opened.start_run(Run("r", "a,b", "due", date(2026, 1, 1)), datetime(2026, 1, 1, tzinfo=UTC))
        yield opened


def portals() -> list[Portal]:
    sample = load_portal("sample")
    other = dataclasses.replace(sample, name="other", base_url="http://other.sample.invalid")
    return [other, sample]


def failing(monkeypatch: pytest.MonkeyPatch, names: set[str], error: Exception) -> None:
    """Make the portals of these names fail; the others are crawled in earnest."""
    really = rounds.reachable

    @contextmanager
    def reachable(portal: Portal, settings: Settings) -> Iterator[Portal]:
        if portal.name in names:
            raise error
        with really(portal, settings) as there:
            yield there

    monkeypatch.setattr(rounds, "reachable", reachable)


def crawl(archive: Archive, tmp_path: Path) -> rounds.CrawlSummary:
    settings = Settings(data_dir=tmp_path, sample="20,2024-2025")
    return rounds.crawl_portals(portals(), archive, settings, "r", None, silent)


def test_one_portal_down_does_not_stop_the_others(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, {"other"}, PortalError("its TOML does not fit"))
    assert crawl(archive, tmp_path).new > 30
    found = archive.table("crawl_findings").filter(rule="PORTAL_FAILED").to_dicts()
    assert [(row["portal"], row["message"], row["resolved_at"]) for row in found] == [
        ("other", "its TOML does not fit", None)
    ]


def test_the_finding_is_closed_when_the_portal_is_back(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, {"sample"}, ZeroDivisionError("a bug"))
    crawl(archive, tmp_path)
    monkeypatch.undo()
    crawl(archive, tmp_path)
    found = archive.table("crawl_findings").filter(rule="PORTAL_FAILED").to_dicts()
    assert [row["resolved_at"] is not None for row in found if row["portal"] == "sample"] == [True]


def test_when_no_portal_can_be_crawled_the_run_fails(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, {"other", "sample"}, PortalError("nothing fits"))
    with pytest.raises(PortalError, match="nothing fits"):
        crawl(archive, tmp_path)


def test_a_damaged_archive_stops_everything(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, {"other"}, ArchiveError("catalogue is damaged"))
    with pytest.raises(ArchiveError):
        crawl(archive, tmp_path)
