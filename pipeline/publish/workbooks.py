"""What the workbooks are made of: `workbooks.toml`, and the rows of each sheet out of the draft's warehouse."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipeline import sentences
from pipeline.publish.content import Column, Table
from pipeline.publish.draft import Draft
from pipeline.publish.labels import label_of
from pipeline.publish.statements import identifier, statement

SENTENCE = Column("message_zh", "VARCHAR", "说明（中文）: 由规则的文字与两侧数值组成的一句话，原句见 message")
DEFINITIONS = Path(__file__).with_name("workbooks.toml")


@dataclass(frozen=True, slots=True)
class Name:
    """A readable name for a code: which column of which table has it."""

    column: str
    table: str
    key: str
    label: str
    label_zh: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table in one workbook; `first` are columns that stand before the others, behind the names.

    `told`: its rows are findings, each gets a Chinese sentence before its message.
    """

    title_zh: str
    table: str
    names: tuple[str, ...] = ()
    where: str = ""
    where_zh: str = ""
    order: str = ""
    first: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """One question and the sheets that answer it."""

    file: str
    title_zh: str
    question_zh: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """All of `workbooks.toml`; `units` are the Chinese words for units, blank where a header needs none."""

    workbooks: tuple[Workbook, ...]
    names: Mapping[str, Name]
    units: Mapping[str, str]
    max_rows: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What a sheet is to show, before a row of it is read: the tables it comes from, its query, rows in `total`.

    `tables` are the sheet's own, then those of its names. `shown` rows are the most that are read.
    """

    sheet: Sheet
    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    query: duckdb.DuckDBPyRelation = field(repr=False, compare=False)
    total: int
    shown: int


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet with its data; `total` rows are asked for, the first `max_rows` are here."""

    sheet: Sheet
    table: Table
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


@cache
def definitions() -> Definitions:
    """`workbooks.toml`, read once."""
    data = tomllib.loads(DEFINITIONS.read_text(encoding="utf-8"))
    workbooks = []
    for item in data["workbooks"]:
        sheets = tuple(
            Sheet(**{**sheet, **{name: tuple(sheet.get(name, ())) for name in ("names", "first")}})
            for sheet in item.pop("sheets")
        )
        workbooks.append(Workbook(**item, sheets=sheets))
    names = {key: Name(**value) for key, value in data["names"].items()}
    return Definitions(tuple(workbooks), names, data["units"], data["max_rows"])


def header_of(column: Column) -> str:
    """The Chinese label of a column with its unit in Chinese: `办结数（件）`."""
    label = label_of(column.name, column.comment)
    unit = definitions().units.get(label.unit, label.unit)
    return f"{label.text}（{unit}）" if unit else label.text


def select_rows(draft: Draft, sheet: Sheet) -> Selection | str:
    """What the sheet will show, or why there is nothing."""
    known = definitions()
    table = draft.table(sheet.table)
    if table is None:
        return f"there is no table {sheet.table}"
    names = [known.names[key] for key in sheet.names if draft.table(known.names[key].table) is not None]
    where = f"where {sheet.where}" if sheet.where else ""
    try:
        query = draft.con.sql(_query(sheet, table, names, where, known.max_rows))  # bound, not run
        counted = draft.con.execute(f"select count(*) from {identifier(table.schema, table.name)} {where}")
    except duckdb.BinderException as error:
        return f"{sheet.table} has other columns ({str(error).splitlines()[0]})"
    total = counted.fetchall()[0][0]
    named = (found for name in names if (found := draft.table(name.table)) is not None)
    columns = _columns(sheet, table, names)
    return Selection(sheet, (table, *named), columns, query, total, min(total, known.max_rows))


def read_rows(selection: Selection) -> SheetRows:
    """The rows of a selection, with the sentences of findings where the sheet tells them."""
    sheet, table = selection.sheet, selection.tables[0]
    found = SheetRows(sheet, table, selection.columns, tuple(selection.query.fetchall()), selection.total)
    return _told(found) if sheet.told and set(sentences.NEEDED) <= set(table.column_names) else found


def _told(found: SheetRows) -> SheetRows:
    """The rows of findings with their sentences, which the message follows."""
    names = [column.name for column in found.columns]
    place = names.index("message")
    rows = (
        (*row[:place], sentences.sentence(dict(zip(names, row, strict=True))), *row[place:])
        for row in found.rows
    )
    return replace(
        found,
        columns=(*found.columns[:place], SENTENCE, *found.columns[place:]),
        rows=tuple(rows),
    )


def _columns(sheet: Sheet, table: Table, names: Sequence[Name]) -> tuple[Column, ...]:
    """Names, the sheet's first columns, then the others; a name that the table has itself moves to the front."""
    own = {column.name: column for column in table.columns}
    front = tuple(own.get(name.label, Column(name.label, "VARCHAR", name.label_zh)) for name in names)
    early = tuple(own[name] for name in sheet.first if name in own and own[name] not in front)
    return (*front, *early, *(column for column in table.columns if column not in (*front, *early)))


def _query(sheet: Sheet, table: Table, names: Sequence[Name], where: str, max_rows: int) -> str:
    joined = {
        name.label: f"name_{index}"
        for index, name in enumerate(names)
        if name.label not in table.column_names
    }
    columns = [
        f"{joined[name]}.gongkai_label as {identifier(name)}"
        if name in joined
        else f"base.{identifier(name)}"
        for name in (column.name for column in _columns(sheet, table, names))
    ]
    joins = [
        statement(
            "sheet_name",
            table=identifier(*name.table.split(".")),
            key=identifier(name.key),
            label=identifier(name.label),
            column=identifier(name.column),
            alias=joined[name.label],
        )
        for name in names
        if name.label in joined
    ]
    return statement(
        "sheet",
        columns=", ".join(columns),
        table=identifier(table.schema, table.name),
        joins="".join(joins),
        where=where,
        order=f"order by {sheet.order}" if sheet.order else "",
        max_rows=str(max_rows),
    )
