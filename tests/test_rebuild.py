"""The archive is the truth, the warehouse a cache: what is lost is made again, and is the same row for row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sample_nights import Content, content, rebuild, run_night, sample_settings

from pipeline.archive import Archive
from pipeline.backup import backup, restore
from pipeline.config import Settings
from pipeline.errors import ArchiveError


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data directory after two nights, the second with a revised report."""
    folder = tmp_path_factory.mktemp("lived")
    for night in (0, 2):
        settings = sample_settings(folder, night)
        run_night(settings, f"night-{night}", night)
    return settings


@pytest.fixture(scope="module")
def before(lived: Settings) -> Content:
    return content(lived.published_dir)


@pytest.mark.slow
def test_a_rebuild_gives_the_same_tables(lived: Settings, before: Content) -> None:
    lived.work_db.unlink()
    shutil.rmtree(lived.published_dir)
    assert rebuild(lived).created
    assert content(lived.published_dir) == before
    assert not rebuild(lived).created


@pytest.mark.slow
def test_a_restored_backup_gives_the_same_tables(lived: Settings, before: Content, tmp_path: Path) -> None:
    first = backup(lived, tmp_path / "backup")
    assert first.verified.is_whole
    assert first.new == first.verified.object_count > 0
    again = backup(lived, tmp_path / "backup")
    assert (again.new, again.held) == (0, first.new)
    there = sample_settings(tmp_path / "restored", 2)
    assert restore(there, tmp_path / "backup").new == first.new
    # agency lists of real portals come with the repository; the sample's are made by the sample
    shutil.copytree(lived.sample_dir, there.sample_dir)
    rebuild(there)
    assert content(there.published_dir) == before
    with Archive(lived.archive_dir) as old, Archive(there.archive_dir) as new:
        for table in ("runs", "fetches", "versions", "finding_history"):
            assert new.table(table).equals(old.table(table)), table


def test_a_damaged_backup_is_told(tmp_path: Path) -> None:
    settings = sample_settings(tmp_path / "data")
    with Archive(settings.archive_dir) as archive:
        sha256 = archive.put(b"one page")
        archive.put(b"another page")
    backup(settings, tmp_path / "backup")
    copy = tmp_path / "backup" / "objects" / sha256[:2] / sha256[2:]
    copy.chmod(0o644)
    copy.write_bytes(b"rotten")
    with pytest.raises(ArchiveError, match=f"1 files damaged, 0 missing, first {sha256[:12]}"):
        backup(settings, tmp_path / "backup")
    with pytest.raises(ArchiveError, match="1 files damaged"):
        restore(sample_settings(tmp_path / "elsewhere"), tmp_path / "backup")


def test_nothing_is_overwritten_by_a_restore(tmp_path: Path) -> None:
    settings = sample_settings(tmp_path / "data")
    with pytest.raises(ArchiveError, match="no archive to back up"):
        backup(settings, tmp_path / "backup")
    with pytest.raises(ArchiveError, match="no backup"):
        restore(settings, tmp_path / "backup")
    with Archive(settings.archive_dir) as archive:
        archive.put(b"one page")
    backup(settings, tmp_path / "backup")
    with pytest.raises(ArchiveError, match="holds an archive already"):
        restore(settings, tmp_path / "backup")
