"""What stands beside measured numbers: interval, remark and source in words, forms, steps not comparable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard import data, formats, i18n
from dashboard.i18n import t


def explained(content: pl.DataFrame) -> pl.DataFrame:
    """Rows with `interval`, `remark`, `source` and both sides in words, for tooltips and tables."""
    rows = content.to_dicts()  # not map_elements: polars calls it in threads that know no session
    return content.with_columns(
        pl.Series("interval", [_interval(row) for row in rows], dtype=pl.String),
        pl.Series("remark", [_remark(row) for row in rows], dtype=pl.String),
        pl.Series("source", [_source(row) for row in rows], dtype=pl.String),
        *sides(content),
    )


def sides(content: pl.DataFrame) -> list[pl.Series]:
    """Numerator and denominator as text, for tooltips: a count has no denominator."""
    return [
        pl.Series(f"{name}_text", [formats.number(value) for value in content[name]], dtype=pl.String)
        for name in ("numerator", "denominator")
    ]


def definition(metric: Mapping[str, Any]) -> str:
    """A metric's formula, for the tooltip of its name."""
    words = t("words.bracket", text=formula(metric), more=metric["unit_label"])
    return formats.plain(t("words.colon", text=metric["metric"], more=words))


def formula(metric: Mapping[str, Any]) -> str:
    """A metric's formula: in Chinese with the names of its measures, in English with their codes."""
    if i18n.language() == "en":
        return str(metric["formula"])
    known = {**labels(), **i18n.texts("zh")["formula"]}
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    text = re.sub(rf"\b({names})\b", lambda found: known[found[0]], metric["formula"])
    return text.replace("*", "×").replace(" / ", " ÷ ")


def labels() -> dict[str, str]:
    """The names of measures by their codes, in the session's language."""
    rows = data.frame("measure_labels").to_dicts()
    return {row["measure"]: i18n.pick(row["label_zh"], row["label_en"]) for row in rows}


def form_marks(reports: pl.DataFrame) -> list[dict[str, Any]]:
    """Where a series changes its form: `at`, half a year before its first report, and the form's `label`."""
    rows = reports.filter(pl.col("form_id") != "unknown").sort("report_year")
    marks: list[dict[str, Any]] = []
    form = None
    for row in rows.to_dicts():
        if form is not None and row["form_id"] != form:
            marks.append({"at": row["report_year"] - 0.5, "label": i18n.code("form", row["form_id"])})
        form = row["form_id"]
    return marks


def broken_steps(content: pl.DataFrame) -> list[str]:
    """Each step of one series over which it must not be compared, with the reason."""
    steps = content.filter(pl.col("comparability") == "break").sort("report_year")
    return [
        t("words.series", year=row["report_year"], reason=i18n.pick(row["reason_zh"], row["reason_en"]))
        for row in steps.to_dicts()
    ]


def _interval(row: dict[str, Any]) -> str:
    if row["ci_low"] is None:
        return formats.NOTHING
    return f"{row['ci_low']:.1%} – {row['ci_high']:.1%}"


def _remark(row: dict[str, Any]) -> str:
    return formats.why_unranked(row["unranked_reason"]) or (t("words.small") if row["small_n"] else "")


def _source(row: dict[str, Any]) -> str:
    return f"{row['title'] or ''} · {row['document_sha256'][:12]}"
