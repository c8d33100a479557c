"""Discovery, order and lineage of sql/."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline import warehouse
from pipeline.errors import ModelError
from pipeline.warehouse.models import FINDING_COLUMNS, METRIC_COLUMNS


def write(folder: Path, name: str, text: str) -> None:
    """One file of sql/ under `folder`, name as schema.table."""
    path = folder / name.partition(".")[0] / f"{name.partition('.')[2]}.sql"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_order_comes_from_the_sql(tmp_path: Path) -> None:
    write(tmp_path, "marts.a", "-- One row.\nselect x from staging.z")
    write(tmp_path, "staging.z", "-- One row.\nwith y as (select 1 as x) select x from y")
    write(tmp_path, "marts.b", "-- One row.\nselect x from marts.a inner join raw.loaded using (x)")
    models = warehouse.discover(tmp_path)
    files = [model.name for model in warehouse.ordered(models) if model.path]
    assert files == ["staging.z", "marts.a", "marts.b"]
    assert {model.name: model.dependencies for model in models}["marts.b"] == ("marts.a", "raw.loaded")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-- One row.\nselect from where", "does not parse"),
        ("-- One row.\nselect x from nowhere", "write nowhere with its schema"),
        ("select 1 as x", "the first comment must say"),
        ("-- One row.\n-- materialized: cube\nselect 1 as x", "not 'cube'"),
        ("-- One row.\n-- materialized: view\nselect 1 as x", "must be table"),
    ],
)
def test_bad_files_are_refused_by_name(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, "marts.bad", text)
    with pytest.raises(ModelError, match=r"marts\.bad.*" + told):
        warehouse.discover(tmp_path)


def test_a_circle_is_told(tmp_path: Path) -> None:
    write(tmp_path, "marts.a", "-- One row.\nselect x from marts.b")
    write(tmp_path, "marts.b", "-- One row.\nselect x from marts.a")
    with pytest.raises(ModelError, match="circle"):
        warehouse.ordered(warehouse.discover(tmp_path))


def test_header_tells_kind_rule_and_fault(tmp_path: Path) -> None:
    write(
        tmp_path,
        "checks.claim",
        "-- One row per offender:\n-- told in two lines.\n-- rule: X\n-- severity: warn\n-- fault: agency\n"
        "select 1 as report_id",
    )
    write(tmp_path, "checks.ours", "-- One row.\n-- fault: ours\nselect 1 as x")
    claim, ours = (model for model in warehouse.discover(tmp_path) if model.path)
    assert claim.summary == "One row per offender: told in two lines."
    assert (claim.get("rule"), claim.get("severity"), claim.get("none", "-")) == ("X", "warn", "-")
    assert (claim.materialized, ours.materialized) == ("table", "view")


def test_unions_hold_every_metric_and_every_check_about_agencies() -> None:
    models = {model.name: model for model in warehouse.discover()}
    metrics = {name for name, model in models.items() if name.startswith("metrics.") and model.path}
    assert set(models["metrics.all_metrics"].dependencies) == metrics
    about_agencies = {name for name, model in models.items() if model.get("fault") == "agency"}
    assert set(models["checks.all_findings"].dependencies) == about_agencies
    assert {
        model.get("fault") for name, model in models.items() if name.startswith("checks.") and model.path
    } == {
        "agency",
        "ours",
    }


def test_metrics_and_findings_have_the_fixed_columns(city: duckdb.DuckDBPyConnection) -> None:
    columns = warehouse.columns_of(city)
    for model in warehouse.discover():
        if model.schema == "metrics" and model.path:
            assert tuple(columns[model.name]) == METRIC_COLUMNS, model.name
        if model.get("fault") == "agency":
            assert tuple(columns[model.name]) == FINDING_COLUMNS, model.name


def test_lineage_leads_from_a_column_to_the_columns_it_is_made_of(city: duckdb.DuckDBPyConnection) -> None:
    columns = warehouse.columns_of(city)
    models = {model.name: model for model in warehouse.discover()}
    rate = warehouse.column_lineage(models["metrics.disclosure_rate"], columns)
    assert rate["value"] == (
        ("staging.report_measures", "granted_broad"),
        ("staging.report_measures", "partial"),
        ("staging.report_measures", "processed_total"),
    )
    for model in models.values():
        assert list(warehouse.column_lineage(model, columns)) == list(columns[model.name]), model.name


def test_no_model_reads_what_does_not_exist(city: duckdb.DuckDBPyConnection) -> None:
    present = set(warehouse.columns_of(city))
    for model in warehouse.discover():
        assert set(model.dependencies) <= present, model.name
