"""A published version of the small city, opened as readers open it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.publish import publish
from pipeline.query import open_published
from pipeline.warehouse import create_macros

SMALL_WORK = Path(__file__).parents[1] / "publish" / "small_work.sql"


@pytest.fixture(scope="module")
def published_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with duckdb.connect(str(folder / "work.duckdb")) as con:
        con.execute(SMALL_WORK.read_text(encoding="utf-8"))
        create_macros(con)
        publish(con, folder / "published", run_id="run-1", keep=3, exports=())
    return folder / "published"


@pytest.fixture
def reader(published_folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(published_folder) as con:
        yield con
