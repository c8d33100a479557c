"""Files downloaded by hand become versions in the archive, as if a portal had given them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from pipeline.archive import Archive, Fetch, ListedItem
from pipeline.config import settings
from pipeline.crawl.session import utc_now
from pipeline.crawl.summary import CrawlSummary
from pipeline.errors import SettingsError
from pipeline.fetch import sniff
from pipeline.portals import trs_wcm
from pipeline.records import Listing

PORTAL = "import"
FIELDS = ("file", "url", "agency", "report_year", "published_on", "title")


def import_folder(
    folder: Path,
    archive: Archive,
    run_id: str,
    manifest: Path | None = None,
    *,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[int, int], None] | None = None,
) -> CrawlSummary:
    """Archive every file below a folder under `import://<folder>/<path>`; `progress(done, total)`.

    `manifest`: CSV with the column `file` (relative path) and any of url, agency, report_year, published_on
    (ISO date), title. A file no longer there is marked as gone; its bytes stay. Raises SettingsError.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder; give the folder that holds the files")
    archive.require_kind("real")
    root = f"import://{folder.resolve().name}/"
    files = [path for path in _files(folder) if manifest is None or path.resolve() != manifest.resolve()]
    names = {path.relative_to(folder).as_posix(): path for path in files}
    rows = list(_manifest_rows(manifest, names)) if manifest else []
    counts = dict.fromkeys(("new", "changed", "unchanged", "refused", "bytes", "gone"), 0)
    for done, (name, path) in enumerate(names.items(), 1):
        outcome, size = _import_file(archive, run_id, root + name, path, now)
        counts[outcome] += 1
        counts["bytes"] += size
        if progress:
            progress(done, len(names))
    archive.save_listings([_listed(root, row) for row in rows], now())
    for resource in archive.resources(PORTAL):
        if resource.url.startswith(root) and resource.url[len(root) :] not in names and not resource.gone_at:
            archive.mark_gone(resource.url, now())
            counts["gone"] += 1
    return CrawlSummary(bodies=counts["new"] + counts["changed"], **counts)


def _files(folder: Path) -> list[Path]:
    """Plain files, in order of name; hidden ones and links are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _import_file(
    archive: Archive, run_id: str, url: str, path: Path, now: Callable[[], datetime]
) -> tuple[str, int]:
    held = archive.resource(PORTAL, url, url)
    size = path.stat().st_size
    if size > settings().max_file_bytes:
        fetch = Fetch(
            run_id, PORTAL, url, "page", now(), "refused", 0.0, url, reason=f"TooLargeError: {size} bytes"
        )
        archive.record(fetch)
        return "refused", 0
    content = path.read_bytes()
    sha256 = archive.put(content)
    before = held.sha256 if held else None
    outcome = "new" if before is None else "unchanged" if before == sha256 else "changed"
    fetch = Fetch(
        run_id=run_id,
        portal=PORTAL,
        url=url,
        kind="page",
        at=now(),
        outcome=outcome,  # type: ignore[arg-type]
        seconds=0.0,
        url_key=url,
        media_type=sniff(content),
        byte_count=size,
        attempt_count=0,
        sha256=sha256,
    )
    archive.record(fetch)
    return outcome, size if outcome != "unchanged" else 0


def _manifest_rows(manifest: Path, names: dict[str, Path]) -> Iterator[dict[str, str]]:
    """Rows whose file exists; anything else is a mistake to be told, with its line."""
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            wrong = set(reader.fieldnames or ()) - set(FIELDS)
            if wrong or "file" not in (reader.fieldnames or ()):
                raise SettingsError(
                    f"{manifest.name}: columns must be file and any of {', '.join(FIELDS[1:])}"
                )
            rows = [{key: (value or "").strip() for key, value in row.items()} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{manifest.name}: {error}; give a CSV in UTF-8") from error
    for line, row in enumerate(rows, 2):
        if row["file"] not in names:
            raise SettingsError(f"{manifest.name} line {line}: no file {row['file']!r} in the folder")
        _check(row.get("report_year"), int, manifest, line, "report_year")
        _check(row.get("published_on"), date.fromisoformat, manifest, line, "published_on")
        yield row


def _check(value: str | None, read: Callable[[str], object], manifest: Path, line: int, name: str) -> None:
    try:
        read(value) if value else None
    except ValueError as error:
        raise SettingsError(f"{manifest.name} line {line}: {name} {value!r} ({error})") from error


def _listed(root: str, row: dict[str, str]) -> ListedItem:
    title = row.get("title") or Path(row["file"]).stem
    listed_on = date.fromisoformat(row["published_on"]) if row.get("published_on") else None
    listing = Listing(
        portal=PORTAL,
        url=root + row["file"],
        title=title,
        list_url=row.get("url") or root,
        column_url=root,
        listed_on=listed_on,
        issuer=row.get("agency") or None,
    )
    year = int(row["report_year"]) if row.get("report_year") else trs_wcm.hint_year(title, listed_on)
    return ListedItem(listing, year)
