"""Loads seeds.*: agencies and regions, form cells, measures and their steps, the headers of the metrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import polars as pl

from pipeline.crosswalks import Crosswalks, Shared, shared
from pipeline.errors import ModelError
from pipeline.warehouse.load import AgencyKey, default_agency_key
from pipeline.warehouse.measures import measure_frames
from pipeline.warehouse.models import Model, discover
from pipeline.warehouse.transaction import transaction

FORM_CELL_COLUMNS = (
    "form_id",
    "cell_code",
    "part",
    "row_code",
    "col_code",
    "row_label_zh",
    "col_label_zh",
    "unit",
    "kind",
    "outcome_group",
)
METRIC_HEADER = ("label_zh", "label_en", "unit", "kind", "formula")
METRIC_KINDS = ("rate", "count", "amount", "intensity")


def load_seeds(
    con: duckdb.DuckDBPyConnection,
    crosswalks: Crosswalks,
    form_cells: pl.DataFrame | Iterable[object],
    agency_key: AgencyKey | None = None,
    common: Shared | None = None,
    models: Sequence[Model] | None = None,
) -> None:
    """Replace all seeds but `as_of`. Raises CrosswalkError, ModelError.

    `form_cells`: a frame, or records with the attributes FORM_CELL_COLUMNS (`pipeline.forms.cells()`).
    """
    tables = common or shared()
    cells = form_cells_frame(form_cells)
    key = agency_key or default_agency_key()
    frames = {
        "regions": crosswalks.regions,
        "agencies": _with_key(crosswalks.agencies, "canonical_name", key),
        "agency_aliases": _with_key(crosswalks.agency_aliases, "alias", key),
        "agency_successions": crosswalks.agency_successions,
        "forms": tables.forms.with_row_index("form_order", offset=1),
        "form_years": tables.form_years,
        "form_cells": cells,
        "outcomes": tables.outcomes,
        "applicants": tables.applicants,
        "finding_rules": tables.finding_rules,
        "finding_reviews": tables.finding_reviews,
        **measure_frames(tables.measures, tables.forms["form_id"].to_list(), cells),
        **metric_frames(models if models is not None else discover(), tables.measures["measure"].to_list()),
    }
    with transaction(con):
        for name, frame in frames.items():
            con.execute(f"delete from seeds.{name}")
            con.register("seed_rows", frame)
            con.execute(f"insert into seeds.{name} by name select * from seed_rows")
            con.unregister("seed_rows")


def form_cells_frame(form_cells: pl.DataFrame | Iterable[object]) -> pl.DataFrame:
    """Form cells as a frame with FORM_CELL_COLUMNS, all text."""
    if isinstance(form_cells, pl.DataFrame):
        return form_cells.select(FORM_CELL_COLUMNS)
    rows = [tuple(getattr(cell, name) for name in FORM_CELL_COLUMNS) for cell in form_cells]
    return pl.DataFrame(rows, schema=dict.fromkeys(FORM_CELL_COLUMNS, pl.String()), orient="row")


def metric_frames(models: Iterable[Model], measures: Sequence[str]) -> dict[str, pl.DataFrame]:
    """The metrics' headers as seeds.metrics and seeds.metric_measures. Raises ModelError."""
    chosen = [model for model in models if model.schema == "metrics" and model.path is not None]
    rows = [_metric_row(model, order) for order, model in enumerate(chosen, start=1)]
    uses = [(model.table, name.strip()) for model in chosen for name in model.get("measures").split(",")]
    for metric, measure in uses:
        if measure not in measures:
            raise ModelError(f"metrics.{metric}: measure {measure!r} does not stand in measures.csv")
    text = pl.String()
    texts = dict.fromkeys(("metric", *METRIC_HEADER, "description_en"), text)
    return {
        "metrics": pl.DataFrame(rows, schema={**texts, "metric_order": pl.Int64(), "scale": pl.Float64()}),
        "metric_measures": pl.DataFrame(uses, schema={"metric": text, "measure": text}, orient="row"),
    }


def _metric_row(model: Model, order: int) -> dict[str, object]:
    header: dict[str, object] = {name: model.get(name) for name in METRIC_HEADER}
    blank = [name for name in (*METRIC_HEADER, "measures") if not model.get(name)]
    if blank or header["kind"] not in METRIC_KINDS:
        raise ModelError(f"{model.name}: its header lacks {', '.join(blank) or 'a known kind'}")
    scale = float(model.get("scale", "1"))
    return {
        **header,
        "metric": model.table,
        "metric_order": order,
        "scale": scale,
        "description_en": model.summary,
    }


def _with_key(frame: pl.DataFrame, column: str, key: AgencyKey) -> pl.DataFrame:
    keys = [key(name) for name in frame[column].to_list()]
    return frame.with_columns(pl.Series("agency_key", keys, dtype=pl.String()))
