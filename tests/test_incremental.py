"""A night builds again what changed: it must leave what building everything would, row for row, in every table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from sample_nights import calendar, run_stages, sample_settings

from pipeline import warehouse
from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.night import Errand, Night, open_night
from pipeline.portals.urls import url_key
from pipeline.warehouse import fingerprints
from pipeline.warehouse.catalogue import CATALOGUE_TABLES
from pipeline.warehouse.fingerprints import OF_DOCUMENTS
from pipeline.warehouse.incremental import State
from pipeline.warehouse.models import Model

PORTIONS = 3
NIGHTS = 3
CITY = "20,2022-2024,20140,0"  # three years, so that there are trends


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse after one night."""
    settings = sample_settings(tmp_path_factory.mktemp("city")).model_copy(update={"sample": CITY})
    with calendar(), open_night(settings, "first", Errand(("sample",))) as night:
        run_stages(night)
    return settings


@pytest.fixture
def con(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, everything built."""
    con = warehouse.open_for(settings)
    if warehouse.changes_since(con, warehouse.models_for(con)) != {}:
        build(con, whole=True)
    yield con
    con.close()


def build(con: duckdb.DuckDBPyConnection, *, whole: bool = False) -> dict[str, bool]:
    """Build what changed, or everything; which models came out of it with other rows."""
    before = {} if whole else sums(con)
    assert whole or warehouse.changes_since(con, warehouse.models_for(con)) is not None
    warehouse.refresh(con, whole=whole)
    return {name: before.get(name) != now for name, now in sums(con).items()}


def sums(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[object, ...]]:
    """Rows and hash of every table that is built."""
    return {
        model.name: con.sql(f"select count(*), sum(hash(row)) from {model.name} as row").fetchall()[0]
        for model in warehouse.models_for(con)
        if model.materialized == "table"
    }


def require_whole(con: duckdb.DuckDBPyConnection) -> dict[str, bool]:
    """What changed is built; then everything is: no table may differ."""
    changed = build(con)
    mended = sums(con)
    build(con, whole=True)
    whole = sums(con)
    assert [name for name in whole if whole[name] != mended[name]] == []
    return changed


def load_again(con: duckdb.DuckDBPyConnection, where: str, **changes: dict[str, pl.Expr]) -> int:
    """Load some documents again, with other values in some columns of their tables; how many."""
    documents = f"select document_sha256 from raw.documents where {where}"
    frames = {
        name: con.sql(f"select * from raw.{name} where document_sha256 in ({documents})")
        .pl()
        .with_columns(**changes.get(name, {}))
        for name in OF_DOCUMENTS
    }
    warehouse.load_frames(con, frames)
    return frames["documents"].height


def keyed(con: duckdb.DuckDBPyConnection) -> list[Model]:
    """The tables that say by which key they fall apart."""
    return [model for model in warehouse.models_for(con) if model.by and model.materialized == "table"]


def test_models_fall_apart_by_the_key_they_name(con: duckdb.DuckDBPyConnection) -> None:
    models = warehouse.ordered(warehouse.models_for(con))
    state = State(con, models, {})
    wrong = []
    for model in keyed(con):
        for portion in range(PORTIONS):
            rows = con.sql(
                f"select distinct {model.by} from placement where hash({model.by}) % {PORTIONS} = {portion}"
            )
            values = frozenset(
                value for (value,) in rows.fetchall() if value is not None or model.has_keyless
            )
            select, is_mended = state.cut(model, values)
            stands = f"select hash(row) from {model.name} as row where {is_mended}"
            made = f"select hash(row) from ({select}) as row"
            if con.sql(f"({stands} except all {made}) union all ({made} except all {stands})").fetchall():
                wrong.append((model.name, portion))
    assert wrong == []


def test_keys_are_never_null(con: duckdb.DuckDBPyConnection) -> None:
    without = [
        model.name
        for model in keyed(con)
        if not model.has_keyless
        and con.sql(f"select 1 from {model.name} where {model.by} is null limit 1").fetchall()
    ]
    assert without == []


def test_nights_leave_what_building_everything_would(tmp_path: Path) -> None:
    for number in range(NIGHTS):
        settings = sample_settings(tmp_path, number)
        with calendar(number), open_night(settings, f"n{number}", Errand(("sample",))) as night:
            assert (_changes(night) is None) == (number == 0)
            run_stages(night)
            after_night = sums(night.con)
            night.build(whole=True)
            assert sums(night.con) == after_night


def _changes(night: Night) -> object:
    """What the night finds changed before it crawls: nothing yet, or that nothing was built."""
    return warehouse.changes_since(night.con, warehouse.models_for(night.con))


def test_without_changes_nothing_is_written(con: duckdb.DuckDBPyConnection) -> None:
    assert not any(require_whole(con).values())


def test_rows_that_come_out_as_they_were_are_not_written_again(con: duckdb.DuckDBPyConnection) -> None:
    last_row = "select max(rowid) from marts.fct_observation"
    before = con.sql(last_row).fetchall()
    assert load_again(con, "hash(document_sha256) % 20 = 0")
    warehouse.refresh(con)
    assert con.sql(last_row).fetchall() == before


def test_other_numbers(con: duckdb.DuckDBPyConnection) -> None:
    more = pl.col("filled") + 1
    assert load_again(con, "hash(document_sha256) % 20 = 0", observations={"filled": more, "value": more})
    changed = require_whole(con)
    assert changed["marts.metric_values"]
    assert changed["marts.peer_groups"]
    assert changed["marts.trends"]
    assert not changed["marts.boilerplate"]  # the texts are as they were


def test_another_text_reaches_those_who_copied_it(con: duckdb.DuckDBPyConnection) -> None:
    copied = con.sql(
        "select nearest_report_id from marts.boilerplate where nearest_similarity = 1"
    ).fetchall()[0]
    document = con.sql(
        f"select document_sha256 from staging.reports where report_id = '{copied[0]}'"
    ).fetchall()
    text = pl.col("prose") + "\n这里多了一句从前没有写过的话。"
    assert load_again(con, f"document_sha256 = '{document[0][0]}'", documents={"prose": text}) == 1
    assert require_whole(con)["staging.copied_passages"]


def test_another_agency_and_year(con: duckdb.DuckDBPyConnection) -> None:
    moved = {"report_year": pl.col("report_year") - 1, "period_year": pl.col("period_year") - 1}
    assert load_again(con, "hash(document_sha256) % 10 = 1", documents=moved)
    assert require_whole(con)["staging.reports"]
    unknown = {"agency_name": pl.lit("示例市从未听说过的局"), "agency_key": pl.lit("从未听说过的局")}
    assert load_again(con, "hash(document_sha256) % 10 = 2", documents=unknown)
    assert require_whole(con)["staging.agencies"]


def test_an_agency_list_and_a_day_later(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update seeds.agencies set agency_type = 'other' where hash(agency_id) % 7 = 0")
    con.execute("update seeds.as_of set as_of = as_of + 700")
    changed = require_whole(con)
    assert changed["marts.agency_comparison"]
    assert changed["marts.timeliness"]
    assert not changed["marts.fct_observation"]


def test_another_catalogue_reaches_pages_and_what_hangs_on_them(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    with Archive(settings.archive_dir) as archive:
        tables = {name: archive.table(name) for name in CATALOGUE_TABLES}
    attachments = tables["resources"].filter(pl.col("parent_url").is_not_null())
    pages = attachments["parent_url"].unique().sort()
    assert pages.len() > 3
    gone, elsewhere, unlisted = pages[0], pages[1], pages[2]
    changed = dict(tables)
    changed["resources"] = tables["resources"].with_columns(
        gone_at=pl.when(pl.col("url") == gone).then(pl.lit("2030-01-01T00:00:00+00:00")).otherwise("gone_at"),
        parent_url=pl.when(pl.col("parent_url") == elsewhere).then(pl.lit(gone)).otherwise("parent_url"),
    )
    changed["listings"] = tables["listings"].filter(pl.col("url") != unlisted)
    warehouse.load_catalogue(con, changed, url_key=url_key)
    assert require_whole(con)["staging.document_sources"]
    warehouse.load_catalogue(con, tables, url_key=url_key)
    assert require_whole(con)["staging.document_sources"]


def test_a_finding_dismissed(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "insert into seeds.finding_reviews by name select finding_id, 'dismissed' as verdict, 'seen' as note "
        "from marts.findings where severity = 'error'"
    )
    assert require_whole(con)["marts.findings"]
    con.execute("delete from seeds.finding_reviews where note = 'seen'")


def test_a_build_that_died_is_followed_by_a_whole_one(con: duckdb.DuckDBPyConnection) -> None:
    models = warehouse.models_for(con)
    assert warehouse.changes_since(con, models) == {}
    warehouse.forget(con)
    assert warehouse.changes_since(con, models) is None


def test_a_table_with_other_rows_is_not_mended(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("delete from marts.remedies where hash(report_id) % 2 = 0")
    assert warehouse.changes_since(con, warehouse.models_for(con)) is None


def test_many_documents_are_reason_to_build_everything(con: duckdb.DuckDBPyConnection) -> None:
    load_again(con, "hash(document_sha256) % 3 = 0")
    assert warehouse.changes_since(con, warehouse.models_for(con)) is None


def test_another_function_makes_every_model_anew(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = warehouse.models_for(con)
    monkeypatch.setattr(fingerprints, "function_texts", lambda: ["masked otherwise"])
    changed = warehouse.changes_since(con, models)
    assert changed is not None
    assert changed.keys() == {model.name for model in models}
