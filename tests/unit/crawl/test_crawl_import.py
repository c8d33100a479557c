"""Files downloaded by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.archive import Archive
from pipeline.crawl import import_folder
from pipeline.errors import SettingsError, WrongDataDirError

PDF = b"%PDF-1.4 %%EOF"


def folder_of(tmp_path: Path, **files: bytes) -> Path:
    folder = tmp_path / "下载"
    for name, content in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_files_become_versions_under_a_name_of_their_own(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a=PDF, sub__b="年度报告".encode(), sub__copy=PDF, _hidden=b"x")
    (folder / "_hidden").rename(folder / ".hidden")
    (folder / "link").symlink_to(folder / "a")
    archive = Archive(tmp_path / "archive")
    summary = import_folder(folder, archive, "r1")
    assert (summary.new, summary.bodies, summary.requests) == (3, 3, 0)
    snapshots = archive.table("snapshots")
    assert snapshots["url"].to_list() == ["import://下载/a", "import://下载/sub/b", "import://下载/sub/copy"]
    assert snapshots["document_sha256"].n_unique() == 2
    assert snapshots["media_type"].to_list() == ["application/pdf", "text/plain", "application/pdf"]
    assert archive.kind == "real"
    assert archive.table("listings").is_empty()


def test_a_second_import_takes_what_changed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a=PDF, b=b"one")
    archive = Archive(tmp_path / "archive")
    import_folder(folder, archive, "r1")
    (folder / "b").write_bytes(b"two")
    (folder / "a").unlink()
    summary = import_folder(folder, archive, "r2")
    assert (summary.new, summary.changed, summary.unchanged, summary.gone) == (0, 1, 0, 1)
    again = import_folder(folder, archive, "r3")
    assert (again.changed, again.unchanged, again.gone, again.bodies) == (0, 1, 0, 0)
    rows = archive.table("snapshots").rows(named=True)
    assert [(row["url"][-1], row["version_no"], row["gone_at"] is None) for row in rows] == [
        ("a", 1, False),
        ("b", 1, True),
        ("b", 2, True),
    ]


def test_the_manifest_is_kept_as_listings(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a=PDF, b=PDF + b"2")
    manifest = folder / "manifest.csv"
    manifest.write_text(
        "file,url,agency,report_year,published_on,title\n"
        "a,http://www.a.gov.cn/t.html,示例市某局,2021,2022-01-20,某局年报\n"
        "b,,,,,2019年示例市某局政府信息公开工作年度报告\n",
        "utf-8",
    )
    archive = Archive(tmp_path / "archive")
    summary = import_folder(folder, archive, "r", manifest, now=lambda: datetime(2022, 3, 1, tzinfo=UTC))
    assert summary.new == 2  # the manifest itself is no document
    first, second = archive.table("listings").rows(named=True)
    assert (first["issuer"], first["hint_year"], first["title"]) == ("示例市某局", 2021, "某局年报")
    assert (first["listed_on"], first["list_url"]) == (date(2022, 1, 20), "http://www.a.gov.cn/t.html")
    assert (second["issuer"], second["hint_year"]) == (None, 2019)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("file,year\na,2019\n", "columns must be"),
        ("url\nx\n", "columns must be"),
        ("file\n../secret\n", "line 2: no file '../secret'"),
        ("file,report_year\na,二零\n", "line 2: report_year"),
        ("file,published_on\na,2020/1/1\n", "line 2: published_on"),
    ],
)
def test_a_wrong_manifest_is_told_in_one_line(tmp_path: Path, text: str, reason: str) -> None:
    folder = folder_of(tmp_path, a=PDF)
    manifest = tmp_path / "m.csv"
    manifest.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=reason) as caught:
        import_folder(folder, Archive(tmp_path / "archive"), "r", manifest)
    assert "\n" not in str(caught.value)


def test_import_needs_a_folder_and_an_archive_of_real_data(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    with pytest.raises(SettingsError, match="no such folder"):
        import_folder(tmp_path / "nowhere", archive, "r")
    archive.require_kind("sample")
    with pytest.raises(WrongDataDirError):
        import_folder(folder_of(tmp_path, a=PDF), archive, "r")
