"""The whole way from readings to marts, on a city small enough to compute by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb
import pytest
from small_city import crosswalk, fill, reading, t3

from pipeline import warehouse
from pipeline.errors import CheckFailedError
from pipeline.records import Figure

Con = duckdb.DuckDBPyConnection


def test_reports_find_their_agencies_by_name_and_alias(city: Con) -> None:
    found = city.sql("select report_id, agency_match, report_status from marts.dim_report").fetchall()
    assert [row for row in found if not row[0].startswith("p_")] == [
        ("丙局.2021.organ", "name", "read"),
        ("丙局.2022.organ", "name", "read"),
        ("乙局.2023.organ", "name", "read"),
        ("市.2022.government_aggregate", "name", "read"),
        ("甲局.2022.organ", "name", "read"),
    ]


def test_unknown_agency_is_provisional_and_suggested_for(city: Con) -> None:
    assert city.sql(
        "select canonical_name, is_provisional from marts.dim_agency where is_provisional"
    ).fetchall() == [("示例市生僻局", True)]
    ((name, suggestions),) = city.sql(
        "select canonical_name, suggested_ids from ops.unmatched_agencies"
    ).fetchall()
    assert name == "示例市生僻局"
    assert set(suggestions) <= {"甲局", "乙局", "丙局", "市"}
    assert suggestions


def test_a_line_in_the_crosswalk_merges_a_provisional_agency(con: Con) -> None:
    report = [reading("x22", "示例市生僻局", 2022, t3(3, 3))]
    agency = ("丁局", "示例市丁局", None, "organ", None, None)
    fill(con, report, crosswalk(agency))
    assert con.sql("select bool_or(is_provisional) from marts.dim_report").fetchone() == (True,)
    fill(con, report, crosswalk(agency, aliases=[("示例市生僻局", "丁局")]))
    assert con.sql("select report_id from marts.dim_report").fetchall() == [("丁局.2022.organ",)]


def test_metrics_by_hand(city: Con) -> None:
    wanted = "('disclosure_rate', 'closure_rate', 'refusal_reason_share_third_party', 'disclosure_volume')"
    found = city.sql(
        f"""select metric, numerator, denominator, value, small_n from marts.metric_values
        where report_id = '丙局.2022.organ' and metric in {wanted} order by metric"""
    ).fetchall()
    assert found == [
        ("closure_rate", 12, 14, pytest.approx(12 / 14), False),
        ("disclosure_rate", 9, 12, 0.75, False),
        ("disclosure_volume", 240, None, 240, False),
        ("refusal_reason_share_third_party", 3, 3, 1.0, True),
    ]


def test_carry_over_that_does_not_match_is_a_finding_of_the_agency(city: Con) -> None:
    found = city.sql(
        "select report_id, severity, fault, left_value, right_value, source_cells from marts.findings "
        "where rule = 'T3_CARRY' and severity = 'error'"
    ).fetchall()
    assert [row[:5] for row in found] == [("丙局.2022.organ", "error", "agency", 2, 1)]
    assert found[0][5][0].startswith("t1/r")


def test_a_disputed_cell_keeps_its_metrics_out_of_ranks(city: Con) -> None:
    found = city.sql(
        "select metric, unranked_reason from marts.agency_comparison "
        "where report_id = '丙局.2022.organ' and metric in ('requests_load', 'disclosure_rate') order by metric"
    ).fetchall()
    assert found == [("disclosure_rate", "fewer than 5 peers"), ("requests_load", "disputed cell: T3_CARRY")]


def test_series_crosses_a_succession_only_when_asked(city: Con) -> None:
    def years(call: str) -> list[tuple[object, ...]]:
        return city.sql(f"select report_year, agency_id, is_bridged from {call}").fetchall()

    own = [(2023, "乙局", False)]
    assert years("marts.series('乙局', 'requests_received')") == own
    assert years("marts.series('示例市乙局', 'requests_received', bridge := true)") == [
        (2022, "甲局", True),
        *own,
    ]
    bridged = city.sql(
        "select value, previous_value, abs_change, comparability from marts.year_over_year_bridged "
        "where metric = 'requests_received'"
    ).fetchall()
    assert bridged == [(6, 4, 2, "comparable")]


def test_lineage_leads_to_the_cells(city: Con) -> None:
    found = city.sql(
        "select measure, source, value, place, document_sha256 "
        "from marts.lineage('示例市丙局', 2022, 'disclosure_rate')"
    ).fetchall()
    assert sorted(row[:3] for row in found) == [
        ("granted_broad", "t3.granted.total", 9),
        ("partial", "t3.partial.total", 0),
        ("processed_total", "t3.processed_total.total", 12),
    ]
    assert {row[4] for row in found} == {"c22"}
    volume = city.sql(
        "select source, value, place from marts.lineage('丙局', 2022, 'disclosure_volume')"
    ).fetchall()
    assert volume == [("figure:disclosure_total", 240, "span 0-4")]


def test_lineage_of_a_share_names_every_part_of_its_denominator_once(con: Con) -> None:
    def stated(measure: str, channel: str | None, value: float, place: int, confidence: float = 1) -> Figure:
        return Figure(
            "d22", measure, channel, value, "条", "exact", (place, place + 4), "…", "rule", confidence
        )

    figures = (
        stated("disclosure_total", None, 500, 0, 0.5),  # a less sure mention of the total
        stated("disclosure_total", None, 240, 10),
        stated("disclosure_channel", "website", 180, 20),
        stated("disclosure_channel", "website", 999, 25, 0.5),
        stated("disclosure_channel", "category:招商", 60, 30),
    )
    report = replace(reading("d22", "示例市丁局", 2022, t3(3, 3)), figures=figures)
    fill(con, [report], crosswalk(("丁局", "示例市丁局", None, "organ", None, None)))
    share = con.sql(
        "select numerator, denominator from marts.metric_values where metric = 'channel_share_website'"
    ).fetchall()
    assert share == [(180, 240)]
    behind = con.sql(
        "select measure, source, value from marts.lineage('丁局', 2022, 'channel_share_website') order by all"
    ).fetchall()
    assert behind == [
        ("channel_website", "figure:disclosure_channel/website", 180),
        ("channels_listed", "figure:disclosure_channel/category:招商", 60),
        ("channels_listed", "figure:disclosure_channel/website", 180),
        ("proactive_volume", "figure:disclosure_total", 240),
    ]


def test_rows_unknown_to_the_form_enter_sums_and_lineage(con: Con) -> None:
    numbers = t3(10, 6, 2) | {"t3.refused.unmapped_1.total": 2.0}
    fill(
        con,
        [reading("d", "示例市丙局", 2022, numbers)],
        crosswalk(("丙局", "示例市丙局", None, "organ", None, None)),
    )
    assert con.sql("select refused_total from marts.agency_year").fetchall() == [(4,)]
    assert con.sql(
        "select sum(weight * value) from marts.lineage('丙局', 2022, 'refusal_rate')"
    ).fetchone() == (12,)


def test_missing_and_expected_reports(city: Con) -> None:
    found = city.sql(
        "select agency_id, report_year from marts.coverage where coverage_status = 'missing' order by all"
    ).fetchall()
    assert ("甲局", 2021) in found
    assert ("甲局", 2023) not in found, "it had ended"
    assert ("乙局", 2022) not in found, "it had not begun"
    assert ("丙局", 2025) in found


def test_checks_of_ours_hold_and_agencies_mistakes_never_block(city: Con) -> None:
    results = warehouse.run_checks(city)
    assert [
        one.name for one in results if one.fault == "ours" and one.severity == "error" and one.offenders
    ] == []
    assert {one.rule for one in results if one.fault == "agency" and one.offenders} >= {
        "T3_CARRY",
        "MISSING_REPORT",
    }
    warehouse.require_passed(results)


def test_a_lost_document_blocks_publishing(con: Con) -> None:
    fill(
        con,
        [reading("d", "示例市丙局", 2022, t3(1, 1))],
        crosswalk(("丙局", "示例市丙局", None, "organ", None, None)),
    )
    con.execute("delete from raw.documents")
    with pytest.raises(CheckFailedError, match="archived_documents_are_loaded"):
        warehouse.require_passed(warehouse.run_checks(con))


def test_building_again_gives_the_same_tables(con: Con) -> None:
    lists = crosswalk(("丙局", "示例市丙局", None, "organ", None, None))
    readings = [
        reading(f"d{year}", "示例市丙局", year, t3(year - 2010, year - 2012, 2)) for year in range(2021, 2026)
    ]
    marts = [model.name for model in warehouse.discover() if model.schema == "marts"]

    def prints() -> list[object]:
        return [
            con.sql(f"select coalesce(bit_xor(hash(one)), 0) from {name} as one").fetchone() for name in marts
        ]

    fill(con, readings, lists)
    first = prints()
    fill(con, list(reversed(readings)), lists)
    assert prints() == first


def test_what_is_due_depends_on_the_day_given(con: Con) -> None:
    lists = crosswalk(("丙局", "示例市丙局", None, "organ", None, None))
    fill(con, [reading("d", "示例市丙局", 2022, t3(1, 1))], lists, as_of=date(2024, 1, 31))
    assert con.sql("select timeliness_status from marts.timeliness where report_year = 2023").fetchall() == [
        ("not_due",)
    ]
    warehouse.set_as_of(con, date(2024, 2, 1))
    warehouse.build(con, warehouse.discover())
    assert con.sql("select timeliness_status from marts.timeliness where report_year = 2023").fetchall() == [
        ("missing",)
    ]
