"""Every page in process: no exception, numbers equal to SQL, states for nothing and for errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.launch import APP
from pipeline.config import settings
from pipeline.query import open_published

PAGES = sorted((APP.parents[1] / "pages").glob("*.py"))


@pytest.fixture(autouse=True)
def chosen_data(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(data_dir))
    settings.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
    settings.cache_clear()


def opened(page: str, **address: str) -> Any:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    return app


def html(app: Any) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_page_runs(page: Path, language: str) -> None:
    app = opened(page.stem, lang=language)
    assert app.title[0].value
    assert 'role="alert"' not in html(app)
    assert "<footer" in html(app)


@pytest.mark.parametrize("view", ["bar", "slope", "multiples"])
def test_every_view_of_the_comparison_runs(view: str) -> None:
    app = opened("3_comparison", view=view, scope="organ", metric="refusal_rate")
    assert 'role="alert"' not in html(app)
    if view == "slope":  # 2018 to 2021 crosses a break of the refusal rate
        assert 'class="gk-words"' in html(app)


def test_a_tile_says_numerator_denominator_and_source(data_dir: Path) -> None:
    app = opened("1_overview", year="2020", scope="organ")
    tile = next(metric for metric in app.metric if metric.label == "公开率")
    with open_published(data_dir / "published") as con:
        numerator, denominator = con.execute(
            """
            select sum(numerator), sum(denominator) from marts.metric_values
            where metric = 'disclosure_rate' and report_year = 2020 and report_scope = 'organ'
            """
        ).fetchall()[0]
    assert tile.value == f"{numerator / denominator:.1%}"
    assert f"{numerator:,.0f} / {denominator:,.0f}" in tile.help
    assert "marts.metric_values" in tile.help


def test_findings_are_told_in_the_language_of_the_page() -> None:
    for language, word in (("zh", "附件"), ("en", "=cmd()")):
        app = opened("8_quality", lang=language, rule="COVER_PAGE")
        told = [text for frame in app.dataframe for text in frame.value.get("told", ())]
        assert told
        assert all(word in text for text in told)


def test_a_number_of_a_profile_shows_its_cells(data_dir: Path) -> None:
    with open_published(data_dir / "published") as con:
        agency, printed = con.execute(
            """
            select reports.agency_id, observations.value_raw from marts.fct_observation as observations
            join marts.dim_report as reports using (report_id)
            where observations.cell_code = 't3.new_received.total' and reports.report_year = 2020
            and observations.value > 0 order by observations.value desc, 1 limit 1
            """
        ).fetchall()[0]
    app = opened("2_agency", agency=agency, number="requests_received.2020")
    assert 'class="named" title="t3.new_received.total' in html(app)
    assert f">{printed}</td>" in html(app)


def test_all_agencies_have_a_profile() -> None:
    app = opened("2_agency")
    box = app.selectbox(key="agency")
    assert len(box.options) > 10
    for label in box.options[::5]:
        app.selectbox(key="agency").select(label).run()
        assert not app.exception
        assert 'role="alert"' not in html(app)


def test_before_the_first_version_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert "gongkai run" in html(app)


def test_a_version_without_the_tables_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.publish import publish

    with duckdb.connect(str(tmp_path / "work.duckdb")) as con:
        con.execute("create schema marts; create table marts.lonely as select 1 as one")
        publish(con, tmp_path / "published", run_id=None, keep=3, exports=())
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert 'role="alert"' in html(app)


def test_the_next_run_reads_the_new_version(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from pipeline.publish.versions import current_folder

    shutil.copytree(data_dir / "published", tmp_path / "published", symlinks=True)
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    first = current_folder(tmp_path / "published").name
    assert first in html(app)
    second = tmp_path / "published" / "v-000000000000"
    shutil.copytree(tmp_path / "published" / first, second)
    link = tmp_path / "published" / "current.new"
    link.symlink_to(second.name, target_is_directory=True)
    link.replace(tmp_path / "published" / "current")
    app.run()
    assert not app.exception
    assert second.name in html(app)
    assert first not in html(app)
