"""Overview: what is there, the headline numbers and their change, what is new."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, filters, formats, i18n, layout, wording
from dashboard.charts import coverage
from dashboard.i18n import t
from dashboard.layout import Tile, source

# tile: value, numerator, denominator, reports counted, unit, metric whose comparability decides
RATES = {
    "disclosure_rate": ("disclosed", "processed", "disclosure_reports"),
    "refusal_rate": ("refused", "refusal_base", "refusal_reports"),
    "correction_rate": ("corrected", "decided", "correction_reports"),
}
FEW = 10  # below this denominator a rate is not compared
METRIC = {"correction_rate": "correction_rate_all"}


def show() -> None:
    layout.heading("overview")
    left, middle, right = st.columns(3)
    with left:
        scopes = filters.scope()
    with middle:
        region = filters.region()
    with right:
        year = filters.year(scopes)
    if year is None:
        layout.empty(t("empty.reports"), t("empty.filter"))
        return
    _headline(scopes, region, year)
    _questions(year)
    _coverage(scopes, region)
    _news(scopes, region)
    _freshness()


def _headline(scopes: tuple[str, ...], region: str | None, year: int) -> None:
    rows = {
        row["report_year"]: row for row in data.frame("headline", scopes=scopes, region=region).to_dicts()
    }
    if year not in rows:
        layout.empty(t("empty.year", year=year), t("empty.filter"))
        return
    now, before = rows[year], rows.get(year - 1, {})
    breaks = {row["metric"]: row for row in data.frame("steps", scopes=scopes, year=year).to_dicts()}
    tiles = [_reports(now, before), _requests(now, before)]
    tiles += [_rate(name, now, before, METRIC.get(name, name) in breaks) for name in RATES]
    tiles.append(_errors(now, before))
    layout.tiles(tiles)
    shown = {METRIC.get(name, name) for name in RATES}
    labels = filters.metrics()
    layout.words(
        [
            t(
                "words.step",
                metric=labels[name]["label"],
                year=year,
                reason=i18n.pick(row["reason_zh"], row["reason_en"]),
            )
            for name, row in breaks.items()
            if name in shown
        ]
    )


def _questions(year: int) -> None:
    """Ways into the pages that answer what most visitors ask, with the choices made for them."""
    ranked = data.frame("ranked_agencies", metric="refusal_rate", year=year)
    links = {t("overview.question_outcomes", year=year): ("4_outcomes", {"year": str(year)})}
    if ranked.height:
        chosen = {
            "metric": "refusal_rate",
            "scope": ranked["report_scope"][0],
            "agencies": ranked["agency_id"].to_list(),
            "years": f"{year}-{year}",
        }
        links = {t("overview.question_refusal", year=year): ("3_comparison", chosen), **links}
    links[t("overview.question_errors")] = ("8_quality", {"severity": "error"})
    layout.links(t("overview.questions"), links)


def _reports(now: dict[str, Any], before: dict[str, Any]) -> Tile:
    expected = now["report_count"] + now["missing_count"]
    tip = source(
        t("tip.reports", numerator=formats.number(now["report_count"]), denominator=formats.number(expected)),
        t("tip.late", count=now["late_count"]),
        t("tip.from", table="marts.coverage"),
    )
    value = f"{formats.number(now['report_count'])} / {formats.number(expected)}"
    return Tile(t("tile.reports"), value, _change(now, before, "report_count"), tip)


def _requests(now: dict[str, Any], before: dict[str, Any]) -> Tile:
    tip = source(
        t("tip.requests", count=formats.number(now["counted_reports"])),
        t("tip.before", count=formats.number(before.get("counted_reports"))),
        t("tip.from", table="marts.metric_values · requests_received"),
    )
    value = formats.number(now["requests_received"])
    return Tile(t("tile.requests"), value, _change(now, before, "requests_received"), tip)


def _rate(name: str, now: dict[str, Any], before: dict[str, Any], is_broken: bool) -> Tile:
    numerator, denominator, reports = RATES[name]
    tip = source(
        t(f"tip.{name}"),
        t("tip.ratio", ratio=formats.ratio(now[numerator], now[denominator])),
        t("tip.counted", count=formats.number(now[reports])),
        t("tip.from", table=f"marts.metric_values · {METRIC.get(name, name)}"),
    )
    change = t("tile.broken") if is_broken else _change(now, before, name, "share")
    if (now[denominator] or 0) < FEW:
        change = t("words.small")
    return Tile(t(f"tile.{name}"), formats.number(now[name], "share"), change, tip)


def _errors(now: dict[str, Any], before: dict[str, Any]) -> Tile:
    tip = source(
        t(
            "tip.errors",
            reports=formats.number(now["error_reports"]),
            total=formats.number(now["report_count"]),
        ),
        t("tip.from", table="marts.data_quality"),
    )
    return Tile(
        t("tile.errors"), formats.number(now["error_count"]), _change(now, before, "error_count"), tip
    )


def _change(now: dict[str, Any], before: dict[str, Any], name: str, unit: str = "") -> str:
    step = formats.change(now.get(name), before.get(name), unit)
    return t("tile.no_before") if step is None else t("tile.change", step=step)


def _coverage(scopes: tuple[str, ...], region: str | None) -> None:
    layout.section(t("overview.coverage"), t("overview.coverage_note"))
    counts = data.frame("coverage_counts", scopes=scopes, region=region)
    if counts.is_empty():
        layout.empty(t("empty.reports"), t("empty.filter"))
    elif counts["expected_count"].max() > coverage.MAX_AGENCIES:  # type: ignore[operator]
        layout.chart(coverage.counts(counts), t("overview.coverage"))
        st.caption(t("overview.coverage_many", most=coverage.MAX_AGENCIES))
    else:
        cells = data.frame("coverage_cells", scopes=scopes, region=region)
        with st.container(height=560, border=True):
            layout.chart(coverage.squares(cells), t("overview.coverage"))
    shown = layout.coded(counts, coverage_status="coverage")
    labels = {
        name: t(f"column.{name}")
        for name in ("report_year", "coverage_status", "agency_count", "expected_count")
    }
    layout.downloads(shown, labels, "coverage")


def _news(scopes: tuple[str, ...], region: str | None) -> None:
    layout.section(t("overview.findings"), t("overview.findings_note"))
    found = data.frame("newest_findings", scopes=scopes, region=region)
    if found.is_empty():
        layout.empty(t("empty.findings"))
    else:
        _findings(found)
    layout.section(t("overview.revisions"), t("overview.revisions_note"))
    revised = data.frame("recent_revisions", scopes=scopes, region=region)
    if revised.is_empty():
        layout.empty(t("empty.revisions"))
    else:
        _revisions(revised)


def _findings(found: pl.DataFrame) -> None:
    title = i18n.column("title")
    told = layout.coded(wording.told(found), severity="severity", fault="fault")
    shown = layout.linked(told, "quality", "finding", "finding_id")
    columns = {
        "canonical_name": layout.text_column("canonical_name"),
        "report_year": layout.year_column(),
        "severity": layout.text_column("severity", "small"),
        title: layout.text_column("finding"),
        "told": layout.text_column("message", "medium"),
        "link": layout.link_column("evidence", t("table.open")),
        "first_seen_at": layout.time_column("first_seen_at"),
    }
    layout.table(shown, columns, "newest-findings")


def _revisions(revised: pl.DataFrame) -> None:
    shown = layout.linked(layout.coded(revised, relation="relation"), "diff", "agency", "agency_id")
    columns = {
        "canonical_name": layout.text_column("canonical_name"),
        "report_year": layout.year_column(),
        "link": layout.link_column("comparison", t("table.open")),
        "cell_count": layout.number_column("changed_cells", width="small"),
        "changed_at": layout.time_column("changed_at"),
    }
    layout.table(shown, columns, "revisions")


def _freshness() -> None:
    fresh = data.first("freshness")
    layout.section(t("overview.freshness"))
    last = fresh["last_run_at"]
    layout.facts(
        {
            t("overview.as_of"): str(fresh["as_of"]),
            t("overview.last_run"): f"{last:%Y-%m-%d %H:%M} UTC" if last else formats.NOTHING,
            t("overview.holdings"): t(
                "overview.holdings_text",
                reports=formats.number(fresh["report_count"]),
                documents=formats.number(fresh["document_count"]),
                agencies=formats.number(fresh["agency_count"]),
                first=fresh["first_year"],
                last=fresh["last_year"],
            ),
        }
    )


show()
