"""The hand-kept tables: what the loader lets in, and what the repository holds."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipeline import crosswalks
from pipeline.crosswalks.tables import FOLDER_TABLES
from pipeline.errors import CrosswalkError

GUYUAN = Path(crosswalks.__file__).parent / "guyuan"
REGION = "990100,示例市,city,,400000,2020,虚构"
AGENCY = "a,示例市甲局,department,city,990100,,,organ,2019-01-01,,active"


def folder(path: Path, **lines: list[str]) -> Path:
    """A crosswalk folder with headers and the given lines."""
    given = {"regions": [REGION], "agencies": [AGENCY], **lines}
    for name, spec in FOLDER_TABLES.items():
        text = "\n".join([",".join(spec.columns), *given.get(name, [])]) + "\n"
        (path / spec.file).write_text(text, encoding="utf-8")
    return path


def test_types_and_blanks(tmp_path: Path) -> None:
    lists = crosswalks.load(folder(tmp_path, agency_aliases=["甲局,a,,,"]))
    assert lists.agencies["valid_from"].to_list() == [date(2019, 1, 1)]
    assert lists.agencies["valid_to"].to_list() == [None]
    assert lists.regions["population"].to_list() == [400000]
    assert lists.agency_successions.height == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ({"agencies": [AGENCY, AGENCY]}, "agencies.csv: agency_id 'a' stands twice"),
        ({"regions": [REGION, REGION]}, "regions.csv: region_code '990100' stands twice"),
        ({"agency_aliases": ["甲局,b,,,"]}, "agency_aliases.csv: agency_id 'b' is not known"),
        ({"agency_aliases": ["甲局,a,,,", "甲局,a,,,"]}, "stands twice"),
        ({"agency_successions": ["a,z,2019-01-01,rename,"]}, "successor_id 'z' is not known"),
        ({"agency_successions": ["a,a,2019-01-01,magic,"]}, "kind 'magic' is none of rename"),
        ({"agencies": [AGENCY.replace("990100", "110000")]}, "region_code '110000' is not known"),
        ({"agencies": [AGENCY.replace(",,,organ", ",,b,organ")]}, "parent_agency_id 'b' is not known"),
        ({"agencies": [AGENCY.replace("department", "bureau")]}, "agency_type 'bureau' is none of"),
        ({"agencies": [AGENCY.replace("2019-01-01", "2019-13-01")]}, "valid_from '2019-13-01' is not a date"),
        ({"agencies": [AGENCY.replace("示例市甲局", " ")]}, "agencies.csv, line 2: canonical_name is blank"),
        ({"regions": [REGION.replace("400000", "40万")]}, "population '40万' is not a whole number"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, lines: dict[str, list[str]], told: str) -> None:
    with pytest.raises(CrosswalkError, match=re.escape(told)):
        crosswalks.load(folder(tmp_path, **lines))


def test_missing_file_and_wrong_header(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "agencies.csv").write_text("agency_id,name\n", encoding="utf-8")
    with pytest.raises(
        CrosswalkError, match=r"agencies.csv: columns missing .*canonical_name.*unexpected .*'name'"
    ):
        crosswalks.load(tmp_path)
    (tmp_path / "agencies.csv").unlink()
    with pytest.raises(CrosswalkError, match=r"missing; a crosswalk folder needs agencies\.csv"):
        crosswalks.load(tmp_path)


def test_lists_of_two_portals_merge(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    one = crosswalks.load(folder(tmp_path / "one"))
    two = crosswalks.load(folder(tmp_path / "two", agencies=[AGENCY.replace("a,", "b,", 1)]))
    clash = crosswalks.load(folder(tmp_path / "three", agencies=[AGENCY.replace("甲局", "另局")]))
    assert crosswalks.merge([one, two]).agencies["agency_id"].to_list() == ["a", "b"]
    assert crosswalks.merge([one, one]).agencies.height == 1
    assert crosswalks.merge([]).agencies.height == 0
    with pytest.raises(CrosswalkError, match="'a' stands twice"):
        crosswalks.merge([one, clash])


def test_guyuan_holds_the_expected_organs_unverified() -> None:
    lists = crosswalks.load(GUYUAN)
    assert set(lists.agencies["status"]) == {"expected_unverified"}
    assert {"固原市人民政府", "固原市经济技术合作局", "原州区中河乡人民政府"} <= set(
        lists.agencies["canonical_name"]
    )
    governments = lists.agencies.filter(lists.agencies["report_scope"] == "government_aggregate")
    assert governments.height == 6
    aliases = lists.agency_aliases["alias"].to_list()
    assert len(aliases) == len(set(aliases)), "an alias of two agencies decides nothing"


def test_form_years_know_the_due_dates() -> None:
    years = {
        (row["report_year"], row["report_scope"]): row["due_date"]
        for row in crosswalks.shared().form_years.iter_rows(named=True)
    }
    assert years[2018, "organ"] == date(2019, 3, 31)
    assert years[2019, "organ"] == years[2019, "township"] == date(2020, 1, 31)
    assert years[2019, "government_aggregate"] == date(2020, 3, 31)
    assert years[2019, "public_enterprise"] is None


def test_steps_of_the_crosswalk() -> None:
    steps = {row["measure"]: row for row in crosswalks.shared().measures.iter_rows(named=True)}
    assert steps["refused_total"]["f2014_stat>f2019"] == "break"
    assert steps["refused_total"]["f2019>f2021"] == "comparable"
    assert steps["docs_made"]["f2019>f2021"] == "caution"
    assert steps["docs_in_force"]["f2019>f2021"] == "none"
    for name, row in steps.items():
        if "break" in (row["f2014_stat>f2019"], row["f2019>f2021"]):
            assert row["reason_zh"], name
            assert row["reason_en"], name
