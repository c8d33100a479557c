"""Readings, catalogue and seeds on their way into the warehouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from small_city import catalogue, crosswalk, key, reading, t3

from pipeline import warehouse
from pipeline.crosswalks import shared
from pipeline.errors import CrosswalkError, ModelError
from pipeline.forms import cells, load_forms
from pipeline.records import Finding
from pipeline.warehouse import Loaded
from pipeline.warehouse.measures import measure_frames
from pipeline.warehouse.models import Model
from pipeline.warehouse.seeds import form_cells_frame, metric_frames

Con = duckdb.DuckDBPyConnection
FORMS = ["f2007_local", "f2014_stat", "f2019", "f2021"]


def load(con: Con, *readings: object) -> int:
    """Load readings of the sample portal."""
    return warehouse.load_readings(con, [Loaded("sample", one, 9, "v1") for one in readings], key)  # type: ignore[arg-type]


def test_loading_again_replaces(con: Con) -> None:
    assert load(con, reading("d", "甲 局", 2022, t3(1, 1)), reading("e", "乙局", 2022, t3(2, 2))) == 2
    load(con, reading("d", "丙局", 2021, {"t3.granted.total": 5.0}))
    assert con.sql("select document_sha256, agency_key from raw.documents order by 1").fetchall() == [
        ("d", "丙局"),
        ("e", "乙局"),
    ]
    assert con.sql(
        "select cell_code, filled from raw.observations where document_sha256 = 'd'"
    ).fetchall() == [("t3.granted.total", 5)]
    for table in ("parts", "figures", "findings", "rule_checks"):
        doubled = con.sql(f"select count(*) from raw.{table} where document_sha256 = 'd'").fetchone()
        assert doubled == ({"parts": 3}.get(table, 1),), table


def test_the_last_of_two_equal_documents_in_a_batch_counts(con: Con) -> None:
    assert load(con, reading("d", "甲局", 2022, {}), reading("d", "乙局", 2022, {})) == 1
    assert con.sql("select agency_name from raw.documents").fetchall() == [("乙局",)]


def test_nothing_to_load(con: Con) -> None:
    assert load(con) == 0


def test_a_failing_batch_leaves_nothing_behind(con: Con) -> None:
    broken = replace(
        reading("d", "甲局", 2022, {}),
        figures=(replace(reading("d", "甲局", 2022, {}).figures[0], value=None),),
    )  # type: ignore[arg-type]
    with pytest.raises(duckdb.Error):
        load(con, broken)
    assert con.sql("select count(*) from raw.documents").fetchone() == (0,)


def test_finding_ids_are_stable_and_tell_equal_rules_apart(con: Con) -> None:
    def finding(rule: str, scope: str = "", cells: tuple[str, ...] = ()) -> Finding:
        return Finding("d", rule, "warn", "broken", "t3", "m", cell_codes=cells, scope_key=scope)

    found = (
        finding("A", "x"),
        finding("A", "y"),
        finding("A"),
        finding("A"),
        finding("A", cells=("c1",)),
        finding("B"),
    )
    ids = []
    for order in (found, found):
        load(con, replace(reading("d", "甲局", 2022, {}), findings=order))
        ids.append(sorted(con.sql("select finding_id from raw.findings").fetchall()))
    assert len(set(ids[0])) == 6
    assert ids[0] == ids[1]


def test_blank_stays_blank(con: Con) -> None:
    one = reading("d", "甲局", 2022, {"t3.granted.total": 5.0})
    blank = one.observations[0]._replace(value=None, filled=None, semantic="blank", value_raw="")
    load(con, replace(one, observations=(blank,)))
    assert con.sql("select value_raw, value, filled, semantic from raw.observations").fetchall() == [
        ("", None, None, "blank")
    ]


def test_catalogue_is_copied_with_present_and_gone_bodies(con: Con) -> None:
    tables = catalogue([reading("d", "甲局", 2022, {})])
    more = tables["versions"].with_columns(
        pl.lit("e").alias("sha256"),
        pl.lit(2, pl.Int64()).alias("version_no"),
        pl.lit("2024-01-01T08:00:00+08:00").alias("first_seen_at"),
    )
    tables["versions"] = pl.concat([tables["versions"], more])
    tables["resources"] = tables["resources"].with_columns(
        pl.lit("e").alias("sha256"), pl.lit("2024-05-01T00:00:00+00:00").alias("gone_at")
    )
    tables["crawl_findings"] = pl.DataFrame(
        [
            ("f1", "sample", "u", "BLOCK_PAGE", "error", "blocked", "2024-01-01", "2024-01-01", None),
            ("f2", "sample", "v", "BLOCK_PAGE", "error", "blocked", "2024-01-01", "2024-01-01", "2024-01-02"),
        ],
        schema=tables["crawl_findings"].schema,
        orient="row",
    )
    for _ in range(2):
        warehouse.load_catalogue(con, tables, key, url_key=lambda url: url[-6:])
    assert con.sql(
        "select document_sha256, is_current, cast(first_seen_at as varchar), gone_at is null "
        "from raw.snapshots order by version_no"
    ).fetchall() == [
        ("d", False, "2023-02-01 00:00:00", False),
        ("e", True, "2024-01-01 00:00:00", False),
    ]
    assert con.sql("select finding_id, document_sha256, fault from raw.findings").fetchall() == [
        ("f1", None, "portal")
    ]
    assert con.sql("select hint_year from raw.listings").fetchall() == [(2022,)]


def test_only_rows_that_differ_are_written(con: Con) -> None:
    tables = catalogue([reading("d", "甲局", 2022, {}), reading("e", "乙局", 2022, {})])
    warehouse.load_catalogue(con, tables, key, url_key=lambda url: url[-6:])
    rows = "select rowid, document_sha256, version_no from raw.snapshots order by url"
    first = con.sql(rows).fetchall()
    changed = pl.when(pl.col("sha256") == "e").then(pl.lit("f")).otherwise("sha256").alias("sha256")
    for name in ("versions", "resources"):
        tables[name] = tables[name].with_columns(changed)
    warehouse.load_catalogue(con, tables, key, url_key=lambda url: url[-6:])
    second = con.sql(rows).fetchall()
    assert [row[1] for row in second] == ["d", "f"]
    assert second[0] == first[0]
    assert second[1][0] != first[1][0]


def test_listing_never_fetched_keeps_its_address_key(con: Con) -> None:
    tables = catalogue([reading("d", "甲局", 2022, {})])
    tables["resources"] = tables["resources"].clear()
    warehouse.load_catalogue(con, tables, key, url_key=lambda url: "key of " + url[-6:])
    assert con.sql("select url_key from raw.listings").fetchall() == [("key of d.html",)]


def test_seeds_are_replaced_and_names_normalised(con: Con) -> None:
    lists = crosswalk(("甲", "示例市 甲局", None, "organ", None, None), aliases=[("市 甲局", "甲")])
    for _ in range(2):
        warehouse.load_seeds(con, lists, cells(load_forms()), key)
    assert con.sql("select agency_key from seeds.agencies").fetchall() == [("示例市甲局",)]
    assert con.sql("select agency_key from seeds.agency_aliases").fetchall() == [("市甲局",)]
    metrics = sum(1 for model in warehouse.discover() if model.schema == "metrics" and model.path)
    assert con.sql("select count(*) from seeds.metrics").fetchone() == (metrics,)


def frames(**row: str | None) -> dict[str, pl.DataFrame]:
    """measures.csv of one line, made flat over the real form cells."""
    empty = {"f2014_stat": None, "f2019": None, "f2021": None, "reason_zh": None, "reason_en": None}
    steps = {"f2014_stat>f2019": "none", "f2019>f2021": "comparable"}
    line = {"measure": "m", "label_zh": "项", "label_en": "Item", "unit": "件", **empty, **steps, **row}
    table = pl.DataFrame([line], schema=dict.fromkeys(line, pl.String()))
    return measure_frames(table, FORMS, form_cells_frame(cells(load_forms())))


def test_expressions_are_sums_differences_groups_and_figures() -> None:
    flat = frames(
        f2019="t4.review.total - t4.review.pending",
        f2021="t3.other.*.total",
        f2014_stat="figure:disclosure_channel/website",
    )
    assert sorted(flat["measure_cells"].select("form_id", "cell_code", "weight").rows()) == [
        ("f2019", "t4.review.pending", -1),
        ("f2019", "t4.review.total", 1),
        ("f2021", "t3.other.other.total", 1),
        ("f2021", "t3.other.overdue_correction.total", 1),
        ("f2021", "t3.other.overdue_fee.total", 1),
    ]
    assert flat["measure_groups"].rows() == [("m", "f2021", "other", "total")]
    assert ("m", "unknown", "disclosure_channel", "website") in flat["measure_figures"].rows()
    assert ("m", "f2007_local", "disclosure_channel", "website") in flat["measure_figures"].rows()
    assert ("m", "f2019", "disclosure_channel", "website") not in flat["measure_figures"].rows()


def test_a_cell_no_form_has_is_refused() -> None:
    with pytest.raises(CrosswalkError, match=r"m: t3\.granted\.all is no cell of f2019"):
        frames(f2019="t3.granted.all")


def test_a_step_over_several_forms_takes_the_worst_class() -> None:
    both = {"f2019": "t3.partial.total", "f2021": "t3.partial.total", "f2014_stat": "s.replies.partial"}
    steps = {
        (one, other): (kind, zh)
        for _, one, other, kind, zh, _ in frames(
            **both,
            **{
                "f2014_stat>f2019": "caution",
                "f2019>f2021": "comparable",
                "reason_zh": "口径",
                "reason_en": "other",
            },
        )["measure_steps"].rows()
    }
    assert steps["f2014_stat", "f2021"] == ("caution", "口径")
    assert steps["f2021", "f2014_stat"] == ("caution", "口径"), "both ways"
    assert steps["f2019", "f2021"] == ("comparable", "可比")
    assert steps["f2007_local", "f2019"][0] == "break"
    assert steps["unknown", "f2019"][0] == "caution"


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(CrosswalkError, match="f2019>f2021 'perhaps' is none of"):
        frames(f2019="t3.partial.total", **{"f2019>f2021": "perhaps"})


def test_every_form_cell_measure_of_the_crosswalk_resolves() -> None:
    tables = shared()
    flat = measure_frames(tables.measures, FORMS, form_cells_frame(cells(load_forms())))
    known = set(tables.measures["measure"])
    used = set(flat["measure_cells"]["measure"]) | set(flat["measure_figures"]["measure"])
    assert known - used == set()


def test_metric_headers_are_complete_and_name_known_measures() -> None:
    header = {
        "label_zh": "率",
        "label_en": "Rate",
        "unit": "share",
        "kind": "rate",
        "formula": "a / b",
        "measures": "a, b",
    }

    def one(**changes: str) -> dict[str, pl.DataFrame]:
        pairs = tuple({**header, **changes}.items())
        model = Model("metrics.m", Path("m.sql"), "select 1", "One row.", pairs, (), "view")
        return metric_frames([model], ["a", "b"])

    assert one(scale="100")["metrics"].select("scale", "kind").rows() == [(100.0, "rate")]
    assert one()["metric_measures"].rows() == [("m", "a"), ("m", "b")]
    with pytest.raises(ModelError, match="lacks unit"):
        one(unit="")
    with pytest.raises(ModelError, match="a known kind"):
        one(kind="guess")
    with pytest.raises(ModelError, match="measure 'c'"):
        one(measures="a, c")
