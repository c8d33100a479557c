"""What another reader made of the same documents, against the version readers have."""

from __future__ import annotations

from pathlib import Path

import duckdb
from rich.console import Console

from pipeline.reparse import CellChange, Reread, cell_changes, show, write_csv

PUBLISHED = """
create schema marts;
create table marts.documents as select * from (values
    ('d1', 'a1', 2024, 'reader-1'), ('d2', 'a1', 2023, 'reader-1'), ('d3', 'a1', 2022, 'reader-1')
) as t (document_sha256, agency_id, report_year, reader_version);
create table marts.dim_agency as select 'a1' as agency_id, '示例市财政局' as canonical_name;
create table marts.dim_report as select document_sha256 from marts.documents;
create table marts.fct_observation as select * from (values
    ('d1', 't3.granted.total', '3', 3.0), ('d1', 't3.new_received.total', '7', 7.0), ('d1', 't4.gone', '0', 0.0),
    ('d2', 't3.granted.total', '5', 5.0), ('d3', 't3.granted.total', '1', 1.0)
) as t (document_sha256, cell_code, value_raw, value);
"""
WORK = """
create schema raw;
create table raw.documents as select * from (values
    ('d1', 'reader-2'), ('d2', 'reader-1'), ('d3', 'reader-2')
) as t (document_sha256, reader_version);
create table raw.observations as select * from (values
    ('d1', 't3.granted.total', '3', 3.0), ('d1', 't3.new_received.total', '17', 17.0), ('d1', 't4.new', null, null),
    ('d1', 't4.found', '2', 2.0), ('d2', 't3.granted.total', '999', 999.0), ('d3', 't3.granted.total', '1', 1.0)
) as t (document_sha256, cell_code, value_raw, value);
"""
EXPECTED = (
    CellChange("示例市财政局", 2024, "d1", "t3.new_received.total", "7", "17", 7.0, 17.0),
    CellChange("示例市财政局", 2024, "d1", "t4.found", None, "2", None, 2.0),
    CellChange("示例市财政局", 2024, "d1", "t4.gone", "0", None, 0.0, None),
)


def changes(tmp_path: Path) -> tuple[CellChange, ...]:
    folder = tmp_path / "published" / "v-000000000000"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "warehouse.duckdb")) as con:
        con.execute(PUBLISHED)
    (tmp_path / "published" / "current").symlink_to(folder.name)
    with duckdb.connect(str(tmp_path / "work.duckdb")) as con:
        con.execute(WORK)
        found = cell_changes(con, tmp_path / "published")
        assert cell_changes(con, tmp_path / "published") == found
    return found


def test_only_documents_of_another_reader_are_compared(tmp_path: Path) -> None:
    assert changes(tmp_path) == EXPECTED


def test_before_the_first_version_nothing_differs(tmp_path: Path) -> None:
    with duckdb.connect(":memory:") as con:
        assert cell_changes(con, tmp_path) == ()


def test_differences_are_counted_by_document_and_listed_by_cell(tmp_path: Path) -> None:
    console = Console(width=120, record=True, file=(tmp_path / "out").open("w"))
    show(Reread(2, 0, EXPECTED), console)
    text = console.export_text()
    assert "2 documents read again, 0 of them unreadable" in text
    assert [cell.strip() for cell in text.splitlines()[4].split("│")[1:-1]] == [
        "示例市财政局", "2024", "d1", "1", "1", "1",
    ]  # fmt: skip
    assert "7 (7)" in text
    assert "17 (17)" in text


def test_all_cells_as_csv(tmp_path: Path) -> None:
    write_csv(EXPECTED, tmp_path / "cells.csv")
    lines = (tmp_path / "cells.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("agency,report_year,document_sha256,cell_code")
    assert lines[2] == "示例市财政局,2024,d1,t4.found,,2,,2.0"
