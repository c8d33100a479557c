"""Comparison: agencies side by side in one measure; what may not be compared is said in words."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, evidence, filters, formats, i18n, layout, measures, state
from dashboard.charts import bars, series
from dashboard.i18n import t

SCOPES = ("organ", "township", "government_aggregate", "public_enterprise")
VIEWS = ("bar", "slope", "multiples")


def show() -> None:
    layout.heading("comparison")
    known = filters.metrics()
    left, right = st.columns(2)
    with left:
        scope = state.select(
            "scope", t("filter.scope"), SCOPES, "organ", lambda name: i18n.code("scope", name)
        )
    with right:
        metric = state.select(
            "metric", t("filter.metric"), list(known), "disclosure_rate", lambda name: known[name]["label"]
        )
    names = filters.agency_names((scope,))
    years = data.frame("years", scopes=(scope,))["report_year"].to_list()
    if not names or not years:
        layout.empty(t("empty.reports"), t("empty.filter"))
        return
    default = data.frame("comparison_default", metric=metric, scope=scope)["agency_id"].to_list()
    agencies = state.several(
        "agencies", t("filter.agencies"), list(names), default, names.__getitem__, most=20
    )
    left, right = st.columns([3, 2])
    with left:
        first, last = state.span("years", t("filter.years"), years)
    with right:
        view = state.switch("view", t("filter.view"), VIEWS, lambda name: i18n.code("view", name))
    if not agencies:
        layout.empty(t("empty.choose_agencies"), t("empty.choose_agencies_hint"))
        return
    found = data.frame(
        "comparison", agencies=tuple(agencies), metric=metric, scope=scope, first=first, last=last
    )
    if found.is_empty():
        layout.empty(t("empty.values"), t("empty.filter"))
        return
    content = measures.explained(found)
    {"bar": _bar, "slope": _slope, "multiples": _multiples}[view](content, known[metric], agencies, names)
    _table(content, known[metric])


def _bar(content: pl.DataFrame, metric: dict[str, Any], agencies: list[str], names: dict[str, str]) -> None:
    options = sorted(content["report_year"].unique().to_list(), reverse=True)
    year = state.select("year", t("comparison.year"), options, options[0])
    shown = content.filter(pl.col("report_year") == year)
    st.markdown(f"**{metric['label']} · {year}**", help=measures.definition(metric))
    layout.chart(bars.agencies(shown, metric["unit"], metric["axis"]), metric["label"])
    if shown["ci_low"].is_not_null().any():
        st.caption(t("comparison.interval"))
        _fair(shown)
    _left_out(shown, agencies, names)


def _fair(shown: pl.DataFrame) -> None:
    """Whether the highest value may be called the highest: not where other intervals reach into its own."""
    ranked = shown.filter(~pl.col("small_n")).sort("value", "agency_id", descending=[True, False])
    if ranked.height < 2:
        return
    first, others = ranked.row(0, named=True), ranked.slice(1)
    near = others.filter(pl.col("ci_high") >= first["ci_low"]).height
    key = "comparison.overlap" if near else "comparison.apart"
    name = first["canonical_name"]
    st.info(formats.plain(t(key, agency=name, near=near, others=others.height)), icon=":material/balance:")


def _left_out(shown: pl.DataFrame, agencies: list[str], names: dict[str, str]) -> None:
    """Who has no bar, and whose bar has no rank."""
    present = set(shown["agency_id"])
    lines = [t("words.no_value", agency=names[agency]) for agency in agencies if agency not in present]
    lines += [
        t("words.unranked", agency=row["canonical_name"], reason=row["remark"])
        for row in shown.filter(pl.col("remark") != "").to_dicts()
    ]
    layout.words(lines)


def _slope(content: pl.DataFrame, metric: dict[str, Any], agencies: list[str], names: dict[str, str]) -> None:
    first, last = int(content["report_year"].min()), int(content["report_year"].max())  # type: ignore[arg-type]
    if first == last:
        layout.empty(t("comparison.one_year"), t("comparison.one_year_hint"))
        return
    st.markdown(f"**{metric['label']} · {first} → {last}**", help=measures.definition(metric))
    comparable, lines = [], []
    for agency in agencies:
        own = content.filter(pl.col("agency_id") == agency)
        ends = own.filter(pl.col("report_year").is_in([first, last]))
        if ends.height < 2:
            lines.append(t("words.one_end", agency=names[agency], first=first, last=last))
        elif ends["segment_no"].n_unique() > 1:
            lines.append(
                t("words.not_comparable", agency=names[agency], steps=t("words.joint").join(_reasons(own)))
            )
        else:
            comparable.append(ends)
    if comparable:
        layout.chart(series.slope(pl.concat(comparable), metric["unit"], metric["axis"]), metric["label"])
    else:
        layout.empty(t("comparison.none"), t("comparison.none_hint"))
    layout.words(lines)


def _reasons(own: pl.DataFrame) -> list[str]:
    broken = own.sort("report_year").slice(1).filter(pl.col("comparability").is_in(["break", "none"]))
    return list(
        dict.fromkeys(
            t("words.reason", year=row["report_year"], reason=i18n.pick(row["reason_zh"], row["reason_en"]))
            for row in broken.to_dicts()
        )
    )


def _multiples(
    content: pl.DataFrame, metric: dict[str, Any], agencies: list[str], names: dict[str, str]
) -> None:
    st.markdown(f"**{metric['label']}**", help=measures.definition(metric))
    st.caption(t("comparison.multiples_note"))
    domain = [content["report_year"].min(), content["report_year"].max()]
    top = max(content["value"].max(), content["ci_high"].max() or 0) * 1.05 or 1.0  # type: ignore[type-var,operator]
    present = [agency for agency in agencies if agency in set(content["agency_id"])]
    for start in range(0, len(present), 3):
        for place, agency in zip(st.columns(3), present[start : start + 3], strict=False):
            own = content.filter(pl.col("agency_id") == agency)
            with place:
                st.caption(formats.plain(names[agency]))
                chart = series.small_multiple(own, metric["unit"], metric["unit_label"], domain, top)  # type: ignore[arg-type]
                layout.chart(chart, names[agency])
    _left_out(content.with_columns(remark=pl.lit("")), agencies, names)


def _table(content: pl.DataFrame, metric: dict[str, Any]) -> None:
    layout.section(t("comparison.table"), t("comparison.table_note"))
    is_share = metric["unit"] == "share"
    columns = {
        "canonical_name": layout.text_column("canonical_name", "medium"),
        "report_year": layout.year_column(),
        "value": layout.number_column("value", "percent" if is_share else "localized"),
        "numerator": layout.number_column("numerator"),
        "denominator": layout.number_column("denominator"),
        "interval": layout.text_column("interval"),
        "peer_rank": layout.number_column("peer_rank", tip=t("tip.peer_rank")),
        "peer_count": layout.number_column("peer_count"),
        "peer_median": layout.number_column("peer_median", "percent" if is_share else "localized"),
        "remark": layout.text_column("remark", "medium"),
        "url": layout.link_column("url", t("table.source")),
    }
    ordered = layout.linkable(content).sort("report_year", "value", descending=True)
    chosen = layout.table(ordered, columns, "comparison", height=420, key="chosen")
    layout.section(t("evidence.title"), t("evidence.note"))
    place = evidence.chosen(ordered["report_id"].to_list(), chosen.selection.rows) or 0
    evidence.number(ordered.row(place, named=True), metric)


show()
