"""What was built against the version readers have: reports lost, and the same documents giving other volumes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import CheckFailedError
from pipeline.volumes import CLAIMS, check_volumes, summary_of
from pipeline.warehouse import CheckResult, require_passed

TABLES = """
create schema marts;
create table marts.dim_report as
select
    'r' || i as report_id, '示例' || i || '局' as canonical_name, 2020 + i % 2 as report_year,
    'd' || i as document_sha256
from range(4) as numbers (i);
create table marts.documents as select document_sha256, report_id from marts.dim_report;
create table marts.fct_observation as
select document_sha256, report_year, report_id, 1.0 as value from marts.dim_report, range(100);
create table marts.figures as select document_sha256, 1.0 as value from marts.dim_report, range(60);
"""


@pytest.fixture
def published_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "published" / "v-000000000000"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "warehouse.duckdb")) as con:
        con.execute(TABLES)
    (tmp_path / "published" / "current").symlink_to(folder.name)
    return tmp_path / "published"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(tmp_path / "work.duckdb")) as con:
        con.execute(TABLES)
        yield con


def offenders(results: list[CheckResult]) -> dict[str, int]:
    return {result.name: result.offenders for result in results}


def test_equal_volumes_pass(work: duckdb.DuckDBPyConnection, published_dir: Path) -> None:
    assert offenders(check_volumes(work, published_dir)) == {
        "reports_are_not_lost": 0,
        "volumes_are_steady": 0,
    }
    assert "before" not in {row[1] for row in work.execute("show databases").fetchall() if len(row) > 1}


def test_a_lost_report_blocks_and_names_it(work: duckdb.DuckDBPyConnection, published_dir: Path) -> None:
    work.execute("update marts.documents set report_id = null where document_sha256 = 'd1'")
    results = check_volumes(work, published_dir)
    assert offenders(results) == {"reports_are_not_lost": 1, "volumes_are_steady": 0}
    with pytest.raises(
        CheckFailedError, match=r"reports_are_not_lost \(1, first: canonical_name=示例1局, report_year=2021"
    ):
        require_passed(results)


def test_a_report_under_another_agency_is_not_lost(
    work: duckdb.DuckDBPyConnection, published_dir: Path
) -> None:
    work.execute("update marts.documents set report_id = 'merged' where document_sha256 = 'd1'")
    work.execute("update marts.dim_report set report_id = 'merged' where document_sha256 = 'd1'")
    assert offenders(check_volumes(work, published_dir)) == {
        "reports_are_not_lost": 0,
        "volumes_are_steady": 0,
    }


def test_new_documents_are_no_jump(work: duckdb.DuckDBPyConnection, published_dir: Path) -> None:
    work.execute(
        "insert into marts.dim_report select 'n' || i, '新局', 2020, 'n' || i from range(50) as numbers (i)"
    )
    work.execute("insert into marts.fct_observation select 'n1', 2020, 'n1', 1.0 from range(5000)")
    assert offenders(check_volumes(work, published_dir)) == {
        "reports_are_not_lost": 0,
        "volumes_are_steady": 0,
    }


@pytest.mark.parametrize(("lost", "count"), [(30, 0), (31, 1)])
def test_the_same_documents_must_give_as_many_numbers(
    work: duckdb.DuckDBPyConnection, published_dir: Path, lost: int, count: int
) -> None:
    work.execute(
        "update marts.fct_observation set value = null where rowid in "
        "(select rowid from marts.fct_observation where report_year = 2021 order by rowid limit ?)",
        [lost],
    )
    results = check_volumes(work, published_dir)
    assert offenders(results)["volumes_are_steady"] == count
    if count:
        assert results[1].sample == (
            {"report_year": 2021, "kind": "cells", "count_before": 200, "count_now": 200 - lost},
        )
        assert not any(result.blocks for result in check_volumes(work, published_dir, is_reviewed=True))


def test_before_the_first_version_there_is_nothing_to_hold_against(
    work: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert offenders(check_volumes(work, tmp_path / "nowhere")) == dict.fromkeys(CLAIMS, 0)


def test_every_claim_says_what_an_offender_is() -> None:
    assert all(summary_of(claim).startswith("One row per ") for claim in CLAIMS)
