"""A better reader: what an older one left out is read again, told cell by cell, and only then published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from sample_nights import calendar, content, run_night, sample_settings

from pipeline import ingest, night
from pipeline.night import reopen
from pipeline.publish import current_folder
from pipeline.reading import read, reader_version
from pipeline.records import Reading
from pipeline.reparse import reread

ROW = "t3.granted."


@contextmanager
def older_reader() -> Iterator[None]:
    """A reader of pages that does not know one row of table 3; other formats are read as today."""

    def read_without_row(*arguments: object) -> Reading:
        reading = read(*arguments)  # type: ignore[arg-type]
        if reading.document.format != "html":
            return reading
        kept = tuple(one for one in reading.observations if not one.cell_code.startswith(ROW))
        return replace(reading, observations=kept)

    def version(name: str = "") -> str:
        return "an older one" if name == "html" else reader_version(name)

    with patch.object(ingest, "read", read_without_row), patch.object(night, "reader_version", version):
        yield


@pytest.mark.slow
def test_a_better_reader_changes_what_it_affects_and_tells_it_first(tmp_path: Path) -> None:
    today = sample_settings(tmp_path / "today")
    run_night(today, "first")
    settings = sample_settings(tmp_path / "later")
    with older_reader():
        first = run_night(settings, "first")

    with calendar(), reopen(settings, "reparse", is_reviewed=True) as later:
        pages = later.con.sql("select count(*) from raw.documents where format = 'html'").fetchone()
        result = reread(later)
        assert pages == (result.documents,)
        assert current_folder(settings.published_dir).name == first.version  # told before it is published
        assert result.changes
        assert {change.cell_code.startswith(ROW) for change in result.changes} == {True}
        assert all(change.printed_before is None for change in result.changes)
        later.load_seeds()
        later.build()
        assert later.publish().created
    assert content(settings.published_dir) == content(today.published_dir)
