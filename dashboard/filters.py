"""The filters that several pages have: scope, region, year, agency, metric."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import data, i18n, state
from dashboard.i18n import t

# `own` are reports on an office's own work; a government's report already contains those of its departments
SCOPES = {
    "own": ("organ", "township", "public_enterprise"),
    "organ": ("organ",),
    "township": ("township",),
    "government_aggregate": ("government_aggregate",),
    "public_enterprise": ("public_enterprise",),
}


def scope() -> tuple[str, ...]:
    """Which reports are shown or summed; governments and their departments are never added together."""
    chosen = state.select(
        "scope", t("filter.scope"), list(SCOPES), "own", lambda name: i18n.code("scope", name)
    )
    return SCOPES[chosen]


def region() -> str | None:
    """One region, or None for all."""
    names = dict(data.frame("regions").iter_rows())
    chosen = state.optional("region", t("filter.region"), list(names), names.__getitem__)
    return None if chosen is None else str(chosen)


def year(scopes: tuple[str, ...]) -> int | None:
    """One report year, at first the latest that is not just beginning; None without reports."""
    years = data.frame("years", scopes=scopes)
    full = years.filter(pl.col("is_full"))["report_year"].to_list()
    chosen = state.select("year", t("filter.year"), years["report_year"].to_list(), full[0] if full else None)
    return None if chosen is None else int(chosen)


def agency(scopes: tuple[str, ...]) -> str | None:
    """One agency, or None for all."""
    names = agency_names(scopes)
    chosen = state.optional("agency", t("filter.agency"), list(names), names.__getitem__)
    return None if chosen is None else str(chosen)


def one_agency(default: str | None = None) -> str | None:
    """One agency, the first at first; None where there are none."""
    names = agency_names(tuple({name for scopes in SCOPES.values() for name in scopes}))
    chosen = state.select("agency", t("filter.agency"), list(names), default, names.__getitem__)
    return None if chosen is None else str(chosen)


def agency_names(scopes: tuple[str, ...]) -> dict[str, str]:
    """Names by id of the agencies with reports of these scopes; equal names are told apart by their id."""
    found = data.frame("agencies", scopes=tuple(sorted(scopes))).select("agency_id", "canonical_name").rows()
    names = [name for _, name in found]
    twice = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return {
        agency_id: t("words.bracket", text=name, more=agency_id) if name in twice else name
        for agency_id, name in found
    }


def metrics() -> dict[str, dict[str, Any]]:
    """Every metric by name: label, unit and title of its axis in the session's language, kind, formula."""
    found = {}
    for row in data.frame("metrics").to_dicts():
        label = i18n.pick(row["label_zh"], row["label_en"])
        unit = i18n.code("unit", row["unit"])
        found[row["metric"]] = {**row, "label": label, "unit_label": unit, "axis": f"{label} ({unit})"}
    return found
