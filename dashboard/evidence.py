"""From a number to its cells: the tables of a report as they are printed, with the cells marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import archive, data, formats, i18n, layout, measures
from dashboard.i18n import t

KEY = "number"


def chosen(keys: Sequence[str], rows: Sequence[int]) -> int | None:
    """Which of the rows of a table, known by `keys`, is chosen there, else asked for in the address."""
    if rows and rows[0] < len(keys):
        st.query_params[KEY] = keys[rows[0]]
    asked = st.query_params.get(KEY, "")
    return keys.index(asked) if asked in keys else None


def number(row: Mapping[str, Any], metric: Mapping[str, Any]) -> None:
    """What one number is made of; `row` is one of comparison.sql or agency_measures.sql."""
    found = data.frame(
        "number_cells",
        agency=row["agency_id"],
        year=row["report_year"],
        report=row["report_id"],
        metric=metric["metric"],
    )
    value = formats.number(row["value"], metric["unit"])
    layout.facts(
        {
            t("column.canonical_name"): str(row["canonical_name"]),
            t("column.report_year"): str(row["report_year"]),
            metric["label"]: t("evidence.value", value=value, formula=measures.formula(metric)),
            t("evidence.ratio"): formats.ratio(row["numerator"], row["denominator"]),
            t("column.document_sha256"): row["document_sha256"],
        }
    )
    layout.source_link(row["url"])
    archive.button(row, "download-evidence")
    if found.is_empty():
        layout.empty(t("evidence.none"), t("evidence.none_hint"))
        return
    _parts(found)
    tables(row["document_sha256"], found["cell_code"].to_list(), t("evidence.cells_note"))


def _parts(found: pl.DataFrame) -> None:
    shown = found.with_columns(
        pl.col("measure").replace_strict(measures.labels(), default=pl.col("measure")),
        pl.concat_str("row_label", "col_label", separator=" · ", ignore_nulls=True).alias("cell"),
    )
    columns = {
        "measure": layout.text_column("measure", "medium"),
        "cell": layout.text_column("cell", "medium"),
        "value_raw": layout.text_column("value_raw", "small"),
        "value": layout.number_column("value"),
        "weight": layout.number_column("weight"),
        "place": layout.text_column("place", None, t("evidence.place_tip")),
        "cell_code": layout.text_column("cell_code", "medium"),
    }
    layout.table(shown, columns, "number-cells", height=260)


def tables(sha256: str, codes: Sequence[str], note: str) -> bool:
    """The printed tables that hold these cells, marked; False where the version has no such cells."""
    parts = tuple(sorted({code.partition(".")[0] for code in codes if ":" not in code}))
    if not parts:
        return False
    cells = data.frame("finding_cells", sha256=sha256, parts=parts, cells=tuple(codes))
    if cells.is_empty():
        return False
    st.caption(note)
    for part in parts:
        st.html(f"<b>{escape(i18n.code('part', part))}</b>{_grid(cells.filter(pl.col('part') == part))}")
    return True


def _grid(cells: pl.DataFrame) -> str:
    """One table; each cell's tooltip says its code, where it stands and how it counts."""
    columns = cells["col_label"].unique(maintain_order=True).to_list()
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = []
    for (label,), rows in cells.group_by(["row_label"], maintain_order=True):
        by_column = {row["col_label"]: row for row in rows.to_dicts()}
        body.append(
            f"<tr><th>{escape(str(label))}</th>{''.join(_cell(by_column.get(name)) for name in columns)}</tr>"
        )
    content = f"<thead><tr><th></th>{head}</tr></thead><tbody>{''.join(body)}</tbody>"
    return f'<div class="gk-grid"><table>{content}</table></div>'


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return "<td></td>"
    tip = f"{row['cell_code']} · {row['source_cell'] or ''} · {t('column.value')} {formats.number(row['filled'])}"
    kind = ' class="named"' if row["is_named"] else ""
    return f'<td{kind} title="{escape(tip)}">{escape(row["value_raw"] or "")}</td>'
