from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from pipeline.sample.agencies import AGGREGATE
from pipeline.sample.city import City
from pipeline.sample.codes import COLUMNS, PERSONS, outcome_rows
from pipeline.sample.content import Content
from pipeline.sample.edits import EDITS
from pipeline.sample.fault_truth import filled_values
from pipeline.sample.identities import broken, carried, stock

BREAKS = {
    "row_sum": {"T3_ROW_SUM": 2},
    "total_cell": {"T3_ROW_SUM": 1, "T3_COL_SUM": 1},
    "column_sum": {"T3_COL_SUM": 2},
    "balance": {"T3_BALANCE": 2},
    "review_total": {"T4_SUM": 1},
    "negative": {"NEG_VALUE": 1},
    **{f"sum_j{number}": {f"J{number}": 1} for number in range(1, 8)},
}
ACROSS_YEARS = {"carry": {"T3_CARRY": 2}, "stock": {"T2_STOCK": 1}, "items": {"T2_ITEMS": 1}}


def test_every_identity_holds_except_where_it_was_broken_on_purpose(contents: list[Content]) -> None:
    for content in contents:
        rules = Counter(one.rule for one in broken(filled_values(content)))
        assert rules == BREAKS.get(content.report.fault or "", {}), content.report.url


def test_years_join_except_where_they_were_broken_on_purpose(contents: list[Content]) -> None:
    by_agency: dict[str, dict[int, Content]] = defaultdict(dict)
    for content in contents:
        if not content.report.is_correction and content.cells:
            by_agency[content.report.agency.agency_id][content.report.year] = content
    compared = 0
    for years in by_agency.values():
        for year, content in years.items():
            if year - 1 not in years:
                continue
            before, now = filled_values(years[year - 1]), filled_values(content)
            breaks = Counter(one.rule for one in carried(before, now) + stock(before, now))
            assert breaks == ACROSS_YEARS.get(content.report.fault or "", {}), content.report.url
            compared += "t3.carried_in.total" in before
    assert compared > 200


def test_corrections_keep_what_they_carry_out(contents: list[Content]) -> None:
    by_key = {content.report.key: filled_values(content) for content in contents}
    corrected = [content for content in contents if content.report.is_correction]
    assert corrected
    for content in corrected:
        agency, year, _ = content.report.key
        original, edited = by_key[(agency, year, 1)], filled_values(content)
        changed = {code for code in original if original[code] != edited[code]}
        assert "t3.new_received.total" in changed
        assert not any(code.startswith(("t3.carried_out", "t3.carried_in")) for code in changed)


def test_aggregates_hold_more_than_their_organs(city: City) -> None:
    for year in (2014, 2019, 2022, 2025):
        whole = {a.agency_id: city.model.figures(a, year) for a in city.agencies if a.scope == AGGREGATE}
        for agency in city.agencies:
            if agency.parent_id in whole and agency.works_in(year):
                part = city.model.figures(agency, year)
                for code in (
                    "t3.new_received.natural_person",
                    "s.proactive.total",
                    "t2.art20_1.normative_doc.made",
                ):
                    assert whole[agency.parent_id].get(code, 0) > part.get(code, 0), (agency.name, code)


def _row(values: dict[str, float], row: str) -> list[float]:
    return [values[f"t3.{row}.{column}"] for column in COLUMNS]


@pytest.mark.parametrize("step", [-1, 1])
def test_wrong_rows_cannot_be_explained_by_a_shift(contents: list[Content], step: int) -> None:
    seen = 0
    for content in contents:
        if content.report.fault not in EDITS or content.report.fault == "correction":
            continue
        values = filled_values(content)
        for one in broken(values):
            if one.rule != "T3_ROW_SUM":
                continue
            row = one.cell_codes[0].removeprefix("t3.").rsplit(".", 1)[0]
            numbers = _row(values, row)
            shifted = [*numbers[1:], 0] if step > 0 else [0, *numbers[:-1]]
            others = outcome_rows(set(values))
            columns_hold = all(
                sum(values[f"t3.{r}.{c}"] if r != row else shifted[i] for r in others)
                == values[f"t3.processed_total.{c}"]
                for i, c in enumerate(PERSONS)
            )
            assert not (sum(shifted[:6]) == shifted[6] and columns_hold), content.report.url
            seen += 1
    assert seen >= 6


def test_model_of_every_agency_is_quick_and_repeatable(city: City) -> None:
    agency = city.agencies[0]
    first, second = city.model.figures(agency, 2022), city.model.figures(agency, 2022)
    assert first == second
    first["t3.granted.natural_person"] = -1
    assert city.model.figures(agency, 2022) == second
