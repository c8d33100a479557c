"""Report diff: two reports of an agency, or two documents of one, side by side: cells and prose."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, filters, formats, i18n, layout, prose, state
from dashboard.i18n import t
from dashboard.layout import Tile, source


def show() -> None:
    layout.heading("diff")
    agency = filters.one_agency(str(data.first("diff_default").get("agency_id")))
    if agency is None:
        layout.empty(t("empty.reports"), t("error.nothing_hint"))
        return
    documents = data.frame("diff_documents", agency=agency).to_dicts()
    if len(documents) < 2:
        layout.empty(t("diff.one_report"), t("diff.one_report_hint"))
        return
    by_key = {row["document_sha256"][:12]: row for row in documents}
    keys = list(by_key)
    left_default, right_default = _defaults(documents)
    one, two = st.columns(2)
    with one:
        left = by_key[
            state.select("left", t("diff.left"), keys, left_default, lambda key: _name(by_key[key]))
        ]
    with two:
        right = by_key[
            state.select("right", t("diff.right"), keys, right_default, lambda key: _name(by_key[key]))
        ]
    if left is right:
        layout.empty(t("diff.same"), t("diff.same_hint"))
        return
    cells = _cells_of(left, right)
    texts = prose.compare(_prose(left), _prose(right))
    _tiles(cells, texts)
    _cells(cells, left, right)
    _texts(texts, left, right)


def _defaults(documents: list[dict[str, Any]]) -> tuple[str, str]:
    """Two documents of one report where there are such, else the latest two reports of one scope."""
    keys = [row["document_sha256"][:12] for row in documents]
    for place, row in enumerate(documents):
        if row["document_count"] > 1:
            return keys[place + 1], keys[place]
    scope = documents[0]["report_scope"]
    same = [key for key, row in zip(keys, documents, strict=True) if row["report_scope"] == scope]
    return (same[1], same[0]) if len(same) > 1 else (keys[1], keys[0])


def _name(row: dict[str, Any]) -> str:
    name = t("diff.document", year=row["report_year"], scope=i18n.code("scope", row["report_scope"]))
    if row["document_count"] == 1:
        return name
    counts = t("diff.counts") if row["is_canonical"] else t("diff.counts_not")
    return t("words.bracket", text=f"{name} · {row['document_sha256'][:8]}", more=counts)


def _cells_of(left: dict[str, Any], right: dict[str, Any]) -> pl.DataFrame | None:
    """Cells of both; None where the version does not hold those of a document that does not count."""
    if left["report_id"] == right["report_id"]:
        return data.frame(
            "diff_versions", left_sha=left["document_sha256"], right_sha=right["document_sha256"]
        )
    if left["is_canonical"] and right["is_canonical"]:
        return data.frame("diff_cells", left_report=left["report_id"], right_report=right["report_id"])
    return None


def _prose(row: dict[str, Any]) -> str:
    return str(data.first("prose", sha256=row["document_sha256"]).get("prose") or "")


def _tiles(cells: pl.DataFrame | None, texts: prose.Comparison) -> None:
    if cells is None:
        value, tip = formats.NOTHING, t("diff.no_cells")
    else:
        changed = cells.filter("is_different").height
        value = f"{formats.number(changed)} / {formats.number(cells.height)}"
        tip = source(t("diff.cells_tip"), t("tip.from", table="marts.fct_observation · marts.revisions"))
    alike, numberless = texts.similarity, texts.similarity_without_numbers
    layout.tiles(
        [
            Tile(t("diff.changed_cells"), value, None, tip),
            Tile(t("diff.similarity"), formats.number(alike, "share"), None, t("diff.similarity_tip")),
            Tile(t("diff.numberless"), formats.number(numberless, "share"), None, t("diff.numberless_tip")),
        ]
    )


def _cells(cells: pl.DataFrame | None, left: dict[str, Any], right: dict[str, Any]) -> None:
    layout.section(t("diff.cells"), t("diff.cells_note"))
    if cells is None:
        layout.empty(t("diff.no_cells"), t("diff.no_cells_hint"))
        return
    every = state.flag("all", t("diff.all"), tip=t("diff.all_tip"))
    shown = cells if every else cells.filter("is_different")
    if shown.is_empty():
        layout.empty(t("diff.equal_cells"))
        return
    if left["form_id"] != right["form_id"]:
        layout.words(
            [
                t(
                    "diff.forms",
                    left=i18n.code("form", left["form_id"]),
                    right=i18n.code("form", right["form_id"]),
                )
            ]
        )
    columns = {
        "part": layout.text_column("part", "small"),
        "row_label": layout.text_column("row_label", "medium"),
        "col_label": layout.text_column("col_label"),
        "left_raw": st.column_config.TextColumn(
            t("words.bracket", text=left["report_year"], more=t("diff.left_short"))
        ),
        "right_raw": st.column_config.TextColumn(
            t("words.bracket", text=right["report_year"], more=t("diff.right_short"))
        ),
        "delta": layout.number_column("delta"),
        "left_cell": layout.text_column("left_cell", "small"),
        "right_cell": layout.text_column("right_cell", "small"),
        "cell_code": layout.text_column("cell_code", "medium"),
    }
    layout.table(layout.coded(shown, part="part"), columns, "diff-cells", height=420)


def _texts(texts: prose.Comparison, left: dict[str, Any], right: dict[str, Any]) -> None:
    layout.section(t("diff.prose"), t("diff.prose_note"))
    if not texts.left and not texts.right:
        layout.empty(t("diff.no_prose"), t("diff.no_prose_hint"))
        return
    for place, row, html in zip(st.columns(2), (left, right), (texts.left, texts.right), strict=True):
        with place:
            st.html(
                f'<b>{escape(_name(row))}</b><div class="gk-title">{escape(str(row["title"] or ""))}</div>'
            )
            st.html(f'<div class="gk-prose">{html or escape(t("diff.no_prose"))}</div>')
            layout.source_link(row["url"])


show()
