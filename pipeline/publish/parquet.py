"""`parquet/<schema>/`: one zstd file a table; a large table is a folder, by report year and district.

A part whose rows have not changed is linked from the version before.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path

from pipeline.errors import PublishError
from pipeline.publish.content import REPORTS, Part, Sums, Table, in_parts, parted_rows
from pipeline.publish.draft import Draft
from pipeline.publish.duckdb import CATALOG
from pipeline.publish.statements import identifier, literal, statement

FOLDER = "parquet"
ROWS_A_FILE = 131_072  # at least, on average: below, a file's head outweighs its rows
_COUNTS = (1, 2, 4, 8, 16)  # files a year: the districts, or heaps of them
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


def export(draft: Draft) -> tuple[str, ...]:
    """Write every table, or what changed of it; raises duckdb.Error where a file cannot be written."""
    for table in draft.tables:
        folder = draft.folder / FOLDER / table.schema
        folder.mkdir(parents=True, exist_ok=True)
        if table.parts:
            _write_parts(draft, table, folder / table.name)
            continue
        path = folder / f"{table.name}.parquet"
        if not draft.inventory.reuse(path, table.full_name, table.shape, table.sums):
            source = identifier(table.schema, table.name)
            draft.con.execute(statement("copy_to_parquet", table=source, path=literal(str(path))))
    return ()


def files(folder: Path, table: Table) -> tuple[Path, ...]:
    """The Parquet files of one table in a version's folder, in the order of their names."""
    base = folder / FOLDER / table.schema
    single = base / f"{table.name}.parquet"
    return (single,) if single.is_file() else tuple(sorted((base / table.name).rglob("*.parquet")))


def _write_parts(draft: Draft, table: Table, folder: Path) -> None:
    count = _files_a_year(table)
    layout = _layout(table, folder, count)
    due = {
        key: path
        for key, (path, sums) in layout.items()
        if not draft.inventory.reuse(path, table.full_name, table.shape, count, sums)
    }
    if not due:
        return
    reports = draft.table(REPORTS)
    rows = parted_rows(
        (CATALOG, table.schema, table.name),
        table.column_names,
        reports.column_names if reports else (),
        "gongkai_row.*",
    )
    assert rows is not None  # else it would have no parts
    is_due = "true" if len(due) == len(layout) else in_parts(due, count)
    written = folder.with_name(f"{table.name}.tmp")
    query = statement(
        "copy_parts_to_parquet", rows=rows, count=str(count), is_due=is_due, path=literal(str(written))
    )
    draft.con.execute("set partitioned_write_max_open_files = 10000")  # a closed one would go on in a second
    draft.con.execute(query)
    for (year, heap), path in due.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        place = written / f"gongkai_year={_NO_YEAR if year is None else year}" / f"gongkai_heap={heap}"
        (place / "data_0.parquet").replace(path)
    left = [path.name for path in written.rglob("*.parquet")]
    if left:
        raise PublishError(f"parquet of {table.full_name}: more files than parts ({', '.join(left)})")
    shutil.rmtree(written)


def _files_a_year(table: Table) -> int:
    """How many: a power of two, so that growth seldom moves rows between files."""
    rows_a_year = table.row_count / len({part.report_year for part in table.parts})
    return max(takewhile(lambda count: count == 1 or rows_a_year / count >= ROWS_A_FILE, _COUNTS))


def _layout(table: Table, folder: Path, count: int) -> Mapping[tuple[int | None, int], tuple[Path, Sums]]:
    """The files of a large table by year and heap of districts, with the sums of their rows."""
    parts: dict[tuple[int | None, int], list[Part]] = defaultdict(list)
    for part in table.parts:
        parts[part.report_year, part.district % count].append(part)
    return {
        (year, heap): (
            folder / f"report_year={_NO_YEAR if year is None else year}" / f"part-{heap:02}.parquet",
            Sums.of(found),
        )
        for (year, heap), found in parts.items()
    }
