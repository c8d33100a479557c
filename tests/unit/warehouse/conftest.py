"""An empty warehouse, and one built over a small city."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest
from small_city import crosswalk, fill, reading, t3

from pipeline import warehouse


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse in memory."""
    connection = warehouse.connect(":memory:")
    warehouse.init(connection)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def city() -> Iterator[duckdb.DuckDBPyConnection]:
    """A built warehouse: the organs 丙局 (2021, 2022) and 乙局 (2023, after 甲局 of 2022), and their government."""
    connection = warehouse.connect(":memory:")
    warehouse.init(connection)
    lists = crosswalk(
        ("市", "示例市人民政府", None, "government_aggregate", None, None),
        ("甲局", "示例市甲局", "市", "organ", None, date(2022, 12, 31)),
        ("乙局", "示例市乙局", "市", "organ", date(2023, 1, 1), None),
        ("丙局", "示例市丙局", "市", "organ", None, None),
        aliases=[("市丙局", "丙局")],
    )
    readings = [
        reading("c21", "示例市丙局", 2021, t3(10, 8, 1, out=1)),
        reading("c22", "市 丙局", 2022, t3(12, 9, 3, carried_in=2, out=2)),
        reading("a22", "示例市甲局", 2022, t3(4, 4)),
        reading("b23", "示例市乙局", 2023, t3(6, 3, 3)),
        reading("g22", "示例市人民政府", 2022, t3(40, 30, 10)),
        reading("x22", "示例市生僻局", 2022, t3(3, 3)),
    ]
    fill(connection, readings, lists)
    yield connection
    connection.close()
