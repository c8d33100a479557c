"""The archived bytes behind a report, as a download; never shown as a page, whatever they hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from dashboard import state
from dashboard.i18n import t
from pipeline.archive.objects import Objects
from pipeline.config import settings

_ENDINGS = {
    "html": "html",
    "docx": "docx",
    "doc": "doc",
    "pdf": "pdf",
    "xlsx": "xlsx",
    "xls": "xls",
    "text": "txt",
}


def download(reports: pl.DataFrame) -> None:
    """Choose one of `reports` and save its archived file, where the archive is on this machine."""
    objects = Objects(settings().archive_dir)
    rows = {row["report_year"]: row for row in reports.to_dicts() if objects.has(row["document_sha256"])}
    if not rows:
        st.caption(t("archive.absent"))
        return
    left, right, _ = st.columns([1, 2, 3], vertical_alignment="bottom")
    with left:
        year = state.select("file", t("archive.choose"), list(rows))
    with right:
        button(rows[year], "download-archive")


def button(row: Mapping[str, Any], key: str) -> None:
    """Save the archived file behind `row` (document_sha256, format); nothing where it is not on this machine."""
    objects = Objects(settings().archive_dir)
    sha256 = row["document_sha256"]
    if not objects.has(sha256):
        return
    st.download_button(
        t("archive.download", sha=sha256[:12]),
        partial(objects.read, sha256),
        file_name=f"{sha256[:12]}.{_ENDINGS.get(row['format'], 'bin')}",
        mime="application/octet-stream",
        key=key,
        on_click="ignore",
        icon=":material/inventory_2:",
    )
