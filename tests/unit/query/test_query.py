"""Asking the published version: what is answered, what is locked, and how answers are printed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from pipeline.errors import NothingPublishedError, PublishError, QueryError
from pipeline.publish import publish, rollback
from pipeline.query import QueryResult, open_published, print_table, query, write_csv, write_json


def _printed(result: QueryResult) -> str:
    console = Console(file=io.StringIO(), width=120)
    print_table(result, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_an_answer_has_columns_types_and_rows(reader):
    result = query(
        reader, "select agency_id, count(*) as reports from marts.dim_report group by 1 order by 1"
    )

    assert result.columns == ("agency_id", "reports")
    assert result.types == ("VARCHAR", "BIGINT")
    assert result.rows == (("ag-caizheng", 2), ("ag-nongye", 3), ("ag-shuiwu", 3))
    assert not result.is_cut


def test_a_limit_cuts_and_says_so(reader):
    result = query(reader, "from marts.dim_report order by report_id", limit=3)
    assert (len(result.rows), result.is_cut) == (3, True)
    assert "only the first 3 rows" in _printed(result)
    assert not query(reader, "from marts.dim_report", limit=8).is_cut


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("select * from marts.nothing", r"Catalog Error: Table with name nothing does not exist!"),
        ("selct 1", r"Parser Error: syntax error"),
        ("select * from read_csv('/etc/passwd')", r"Permission Error"),
        ("select * from '/etc/passwd'", r"Catalog Error|Permission Error"),
        ("copy (select 1) to 'out.csv'", r"Permission Error"),
        ("attach 'other.duckdb'", r"Permission Error"),
        ("load httpfs", r"Permission Error"),
        ("delete from marts.dim_report", r"read-only"),
        ("create table marts.mine as select 1", r"read-only"),
        ("set enable_external_access = true", r"locked|Cannot"),
        ("set memory_limit = '1TB'", r"locked"),
        ("select * from result", r"Catalog Error"),  # no Python variable can be read
    ],
)
def test_what_is_wrong_or_locked_is_one_line(reader, sql, line):
    result = [1]
    assert result
    with pytest.raises(QueryError, match=line) as caught:
        query(reader, sql)
    assert "\n" not in str(caught.value)


def test_before_the_first_version(tmp_path: Path):
    with pytest.raises(NothingPublishedError, match="run `gongkai run` first"):
        open_published(tmp_path / "published")


def test_a_damaged_version_says_what_to_do(tmp_path: Path):
    folder = tmp_path / "published"
    with duckdb.connect() as con:
        con.execute("create schema marts; create table marts.t as select 1 as x")
        result = publish(con, folder, run_id=None, keep=3, exports=())
    (result.path / "warehouse.duckdb").write_bytes(b"no database")
    with pytest.raises(PublishError, match="run `gongkai rollback`"):
        open_published(folder)


def test_an_open_reader_keeps_its_version_and_a_new_one_gets_the_next(tmp_path: Path):
    folder = tmp_path / "published"

    def value(con: duckdb.DuckDBPyConnection) -> int:
        return query(con, "select x from marts.t").rows[0][0]

    with duckdb.connect() as con:
        con.execute("create schema marts; create table marts.t as select 1 as x")
        publish(con, folder, run_id=None, keep=3, exports=())
        with open_published(folder) as old:
            con.execute("update marts.t set x = 2")
            publish(con, folder, run_id=None, keep=3, exports=())
            with open_published(folder) as new:
                assert (value(old), value(new)) == (1, 2)
                spills = [query(con, "select current_setting('temp_directory')").rows for con in (old, new)]
                assert spills[0] != spills[1]  # files of the same names: one reader would remove the other's
            rollback(folder)
            with open_published(folder) as back:
                assert (value(old), value(back)) == (1, 1)


def test_a_query_writes_nothing_into_the_version(published_folder, reader):
    before = sorted(published_folder.rglob("*"))
    query(reader, "create temp table mine as select * from range(100000); select count(*) from mine")
    assert sorted(published_folder.rglob("*")) == before


def test_csv(reader):
    stream = io.StringIO()
    write_csv(query(reader, "select 1 as a, null as b, '=x,\n\"y' as c"), stream)
    assert list(csv.reader(io.StringIO(stream.getvalue()))) == [["a", "b", "c"], ["1", "", '=x,\n"y']]


def test_json(reader):
    stream = io.StringIO()
    sql = """
        select 1.5::decimal(9, 2) as n, date '2025-01-31' as d, ['甲'] as l, null as x, {'a': 1} as s,
            timestamp '2025-01-31 10:00' as t, 'nan'::double as nothing
        union all select 2, null, [], null, null, null, 0.1
    """
    write_json(query(reader, sql), stream)
    assert json.loads(stream.getvalue()) == [
        {
            "n": 1.5,
            "d": "2025-01-31",
            "l": ["甲"],
            "x": None,
            "s": {"a": 1},
            "t": "2025-01-31T10:00:00",
            "nothing": None,
        },
        {"n": 2.0, "d": None, "l": [], "x": None, "s": None, "t": None, "nothing": 0.1},
    ]
    assert "甲" in stream.getvalue()


def test_json_drops_no_column(reader):
    with pytest.raises(QueryError, match="two columns are called a"):
        write_json(query(reader, "select 1 as a, 2 as a"), io.StringIO())


def test_a_table_shows_hostile_text_as_text(reader):
    printed = _printed(query(reader, "select '[red]x[/red]' as a, chr(27) || '[31mred' as b, null as c"))
    assert "[red]x[/red]" in printed
    assert "\x1b" not in printed
    assert "NULL" in printed
