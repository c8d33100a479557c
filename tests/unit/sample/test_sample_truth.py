from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from pipeline.sample.city import City
from pipeline.sample.roster import write_crosswalks
from pipeline.sample.truth import write_truth

VOCABULARY = Path(__file__).parents[4] / "shared" / "domain" / "cell_codes.csv"


@pytest.fixture(scope="module")
def truth(city: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("truth")
    write_truth(city, folder)
    return {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}


def test_tables_and_their_sizes(truth: dict[str, pl.DataFrame], city: City) -> None:
    assert set(truth) == {"reports", "cells", "figures", "faults", "pages"}
    reports = truth["reports"]
    assert reports.height == len(city.reports) + len(city.missing)
    assert reports["url"].drop_nulls().is_unique().all()
    assert set(reports["status"]) == {"on_time", "late", "missing"}
    assert reports.filter(pl.col("is_readable")).height > 600
    unreadable = reports.filter(~pl.col("is_readable") & pl.col("url").is_not_null())
    assert set(unreadable["fault"]) == {"pictures", "runon", "deduplicated", "block_page", "local_table"}
    canonical = reports.filter(pl.col("is_canonical"))
    assert canonical.select("agency_id", "report_year").is_unique().all()


def test_readable_reports_have_all_cells_of_their_forms(truth: dict[str, pl.DataFrame]) -> None:
    counts = (
        truth["cells"].group_by("url").agg(pl.len().alias("n"), pl.col("cell_code").n_unique().alias("codes"))
    )
    assert (counts["n"] == counts["codes"]).all()
    sizes = {"f2014_stat": 58, "f2019": 198, "f2021": 200}
    plain = truth["reports"].filter(
        pl.col("is_readable")
        & (pl.col("form_t2") == pl.col("form_t3"))
        & ~pl.col("fault").is_in(["unknown_row", "missing_table"]).fill_null(False)
    )
    joined = plain.join(counts, on="url", how="left")
    assert joined.height > 600
    assert all(row["n"] == sizes[row["form_t2"]] for row in joined.iter_rows(named=True))


def test_values_follow_from_what_is_printed(truth: dict[str, pl.DataFrame]) -> None:
    cells = truth["cells"]
    blank = cells.filter(pl.col("semantic") == "blank")
    assert blank["value"].null_count() == blank.height > 0
    assert (blank["printed"] == "").all()
    zero = cells.filter(pl.col("semantic") == "zero")
    assert (zero["printed"] == "0").all()
    numbers = cells.filter(pl.col("semantic") == "number")
    assert (numbers["value"] != 0).all()
    assert numbers["value"].equals(numbers["filled"])


def test_cell_codes_are_those_of_the_vocabulary(truth: dict[str, pl.DataFrame]) -> None:
    if not VOCABULARY.exists():
        pytest.skip("the shared vocabulary of cell codes is not beside this checkout")
    with VOCABULARY.open(encoding="utf-8") as file:
        known = {row["cell_code"] for row in csv.DictReader(file)}
    used = set(truth["cells"]["cell_code"])
    assert {code for code in used - known if ".unmapped_" not in code} == set()
    assert known <= used


def test_faults_point_to_reports(truth: dict[str, pl.DataFrame]) -> None:
    faults, reports = truth["faults"], truth["reports"]
    pages = set(truth["pages"]["url"])
    assert set(faults["url"].drop_nulls()) <= pages
    injected = set(reports.filter(pl.col("fault").is_not_null() & pl.col("url").is_not_null())["url"])
    assert injected <= set(faults["url"].drop_nulls())
    broken = faults.filter(pl.col("rule") == "T3_CARRY")
    assert (broken["delta"] == broken["left"] - broken["right"]).all()
    assert {"runon", "deduplicated"} <= set(faults.filter(pl.col("rule").is_null())["kind"])


def test_crosswalk_files(city: City, tmp_path: Path) -> None:
    write_crosswalks(city, tmp_path)
    rows = {}
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows[path.stem] = list(csv.DictReader(file))
    assert set(rows) == {"regions", "agencies", "agency_aliases", "agency_successions"}
    assert len(rows["regions"]) == 6
    ids = {row["agency_id"] for row in rows["agencies"]}
    assert len(ids) == 64
    assert {row["parent_agency_id"] for row in rows["agencies"]} - {""} <= ids
    assert {row["agency_id"] for row in rows["agency_aliases"]} <= ids
    for row in rows["agency_successions"]:
        assert {row["predecessor_id"], row["successor_id"]} <= ids
    assert {row["region_code"] for row in rows["agencies"]} <= {row["region_code"] for row in rows["regions"]}
    assert {row["report_scope"] for row in rows["agencies"]} == {
        "organ", "government_aggregate", "township", "public_enterprise",
    }  # fmt: skip
