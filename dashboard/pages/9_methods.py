"""Methods: what each measure means, over which forms it may be compared, which rules are checked."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, filters, formats, i18n, layout, measures, state, wording
from dashboard.i18n import t

SIGNS = {"comparable": "●", "caution": "◐", "break": "✕", "none": "–"}


def show() -> None:
    layout.heading("methods")
    known = filters.metrics()
    if not known:
        layout.empty(t("empty.values"), t("error.nothing_hint"))
        return
    _principles()
    _metrics(known)
    _one(known)
    _steps(known)
    _forms()
    _rules()


def _principles() -> None:
    layout.section(t("methods.principles"))
    st.markdown("\n".join(f"- {t(f'methods.principle_{number}')}" for number in range(1, 8)))


def _metrics(known: dict[str, dict[str, Any]]) -> None:
    layout.section(t("methods.metrics", count=len(known)), t("methods.metrics_note"))
    rows = [
        {
            "label": row["label"],
            "unit": row["unit_label"],
            "kind": i18n.code("kind", row["kind"]),
            "formula": measures.formula(row),
            "metric": name,
        }
        for name, row in known.items()
    ]
    columns = {
        "label": layout.text_column("metric", "medium"),
        "unit": layout.text_column("unit", "small"),
        "kind": layout.text_column("kind", "small"),
        "formula": layout.text_column("formula", "large"),
        "metric": layout.text_column("code", "medium"),
    }
    layout.table(pl.DataFrame(rows), columns, "metrics", height=360)


def _one(known: dict[str, dict[str, Any]]) -> None:
    metric = state.select(
        "metric", t("methods.choose"), list(known), "disclosure_rate", lambda name: known[name]["label"]
    )
    found = data.frame("metric_cells", metric=metric)
    said = known[metric]["description_en"] if i18n.language() == "en" else ""
    st.caption(" · ".join(part for part in (measures.definition(known[metric]), formats.plain(said)) if part))
    if found.is_empty():
        layout.empty(t("empty.values"))
        return
    shown = layout.coded(found, form_id="form").with_columns(
        pl.col("measure").replace_strict(measures.labels(), default=pl.col("measure")),
        pl.coalesce(
            pl.concat_str("row_label_zh", pl.lit(" · "), "col_label_zh"),
            pl.concat_str(pl.lit(t("methods.prose")), "figure"),
        ).alias("cell"),
    )
    columns = {
        "form_id": layout.text_column("form"),
        "measure": layout.text_column("measure", "medium"),
        "cell": layout.text_column("cell", "large"),
        "weight": layout.number_column("weight"),
        "cell_code": layout.text_column("cell_code", "medium"),
    }
    layout.table(shown, columns, "metric-cells", height=260)


def _steps(known: dict[str, dict[str, Any]]) -> None:
    layout.section(t("methods.steps"), t("methods.steps_note"))
    found = data.frame("metric_steps")
    if found.is_empty():
        layout.empty(t("empty.values"))
        return
    steps = found.sort("form_order").select("from_form", "to_form").unique(maintain_order=True).rows()
    by_step = {(row["metric"], row["from_form"]): row for row in found.to_dicts()}
    rows = []
    for name, metric in known.items():
        row = {"label": metric["label"]}
        for start, end in steps:
            row[f"{start}→{end}"] = _step(by_step.get((name, start)))
        rows.append(row)
    columns: dict[str, Any] = {"label": layout.text_column("metric", "medium")}
    for start, end in steps:
        title = f"{i18n.code('form', start)} → {i18n.code('form', end)}"
        columns[f"{start}→{end}"] = st.column_config.TextColumn(title, width="medium")
    layout.table(pl.DataFrame(rows), columns, "comparability", height=420)


def _step(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    name = i18n.code("comparability", row["comparability"])
    reason = i18n.pick(row["reason_zh"], row["reason_en"])
    if row["comparability"] != "comparable":
        name = t("words.colon", text=name, more=reason)
    return f"{SIGNS.get(row['comparability'], '')} {name}"


def _forms() -> None:
    layout.section(t("methods.forms"), t("methods.forms_note"))
    found = layout.coded(data.frame("forms"), form_id="form")
    columns = {
        "form_id": layout.text_column("form"),
        "instrument": layout.text_column("instrument", "large"),
        "first_year": layout.year_column("first_year"),
        "last_year": layout.year_column("last_year"),
        "cell_count": layout.number_column("cell_count"),
        "report_count": layout.number_column("report_count"),
    }
    layout.table(found, columns, "forms")
    layout.section(t("methods.due"), t("methods.due_note"))
    due = layout.coded(data.frame("due_dates"), report_scope="scope", form_id="form")
    shown = {
        "report_year": layout.year_column(),
        "report_scope": layout.text_column("report_scope", "medium"),
        "due_date": layout.date_column("due_date"),
        "local_due_date": layout.date_column("local_due_date"),
    }
    layout.table(due, shown, "due-dates", height=260)


def _rules() -> None:
    layout.section(t("methods.rules"), t("methods.rules_note"))
    found = layout.coded(data.frame("rules"), severity="severity")
    told = [wording.meaning(*row) for row in found.select("rule", "meaning").rows()]
    found = found.with_columns(pl.Series("meaning", told, dtype=pl.String))
    columns = {
        "severity": layout.text_column("severity", "small"),
        i18n.column("title"): layout.text_column("finding", "medium"),
        "meaning": layout.text_column("meaning", "large"),
        "rule": layout.text_column("rule", "medium"),
    }
    layout.table(found, columns, "rules", height=360)


show()
