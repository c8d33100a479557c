"""`datapackage.json`: a Frictionless Data Package that describes every file of a version, and its manifest.

Each CSV is a tabular resource with a schema; Parquet, workbooks, page and warehouse are plain resources with
sums. `release` is ours: what `gongkai versions` reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipeline.publish import csv, parquet
from pipeline.publish.content import Column, Table
from pipeline.publish.draft import Draft
from pipeline.publish.duckdb import FILE_NAME as WAREHOUSE
from pipeline.publish.inventory import FileEntry
from pipeline.publish.labels import label_of

FILE_NAME = "datapackage.json"
Files = Mapping[str, FileEntry]
_MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
    ".duckdb": "application/vnd.duckdb",
}
# DuckDB type -> Frictionless type; integers and everything unlisted are told apart below
_TYPES = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIME": "time",
    "DOUBLE": "number",
    "FLOAT": "number",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}


def write_datapackage(draft: Draft, files: Files) -> None:
    """Write the description of the files that the exports have made; `files` tells their sizes and sums."""
    stamp = draft.stamp
    package = {
        "profile": "data-package",
        "name": f"gongkai-{stamp.version}",
        "title": "政府信息公开工作年度报告数据",
        "description": "Government-information-disclosure annual reports: reports, cells, metrics, findings.",
        "version": stamp.version,
        "created": stamp.published_at.isoformat(timespec="seconds"),
        "resources": _resources(draft, files),
        "release": {
            "sequence": stamp.sequence,
            "published_at": stamp.published_at.isoformat(),
            "run_id": stamp.run_id,
            "content_sha256": stamp.content_sha256,
            "previous": stamp.previous,
            "duckdb": duckdb.__version__,
            "tables": {table.full_name: table.row_count for table in draft.tables},
        },
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (draft.folder / FILE_NAME).write_text(text + "\n", encoding="utf-8")


def _resources(draft: Draft, known: Files) -> list[dict[str, Any]]:
    resources = []
    for table in draft.tables:
        path = csv.file(draft.folder, table)
        if path.is_file():
            resources.append(_csv_resource(draft, table, path, known))
        files = parquet.files(draft.folder, table)
        if files:
            resources.append(_parquet_resource(draft, table, files, known))
    others = [
        draft.folder / WAREHOUSE,
        *sorted(draft.folder.glob("xlsx/*")),
        *sorted(draft.folder.glob("site/*")),
    ]
    return resources + [_file(draft, _slug(path, draft), path, known) for path in others if path.is_file()]


def _csv_resource(draft: Draft, table: Table, path: Path, known: Files) -> dict[str, Any]:
    return {
        **_file(draft, f"csv-{table.schema}-{_name(table.name)}", path, known),
        "profile": "tabular-data-resource",
        "type": "table",
        **_title(table),
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "header": True, "doubleQuote": True},
        "schema": _schema(table),
    }


def _parquet_resource(draft: Draft, table: Table, files: tuple[Path, ...], known: Files) -> dict[str, Any]:
    name = f"parquet-{table.schema}-{_name(table.name)}"
    described = {**_title(table), "schema": _schema(table)}
    if len(files) == 1:
        return {**_file(draft, name, files[0], known), **described}
    paths = [path.relative_to(draft.folder).as_posix() for path in files]
    size = sum(known[path].byte_count for path in paths)
    return {"name": name, "path": paths, "format": "parquet", "bytes": size, "type": "file", **described}


def _title(table: Table) -> dict[str, str]:
    return {"title": table.full_name, **({"description": table.comment} if table.comment else {})}


def _schema(table: Table) -> dict[str, Any]:
    return {"fields": [_field(column) for column in table.columns], "missingValues": [""]}


def _field(column: Column) -> dict[str, str]:
    label = label_of(column.name, column.comment)
    described = {"title": label.text, "unit": label.unit, "description": label.description}
    return {"name": column.name, "type": _type(column.type), **{k: v for k, v in described.items() if v}}


def _type(duckdb_type: str) -> str:
    if duckdb_type.startswith("DECIMAL"):
        return "number"
    return _TYPES.get(duckdb_type, "integer" if duckdb_type.endswith(("INT", "INTEGER")) else "string")


def _file(draft: Draft, name: str, path: Path, known: Files) -> dict[str, Any]:
    place = path.relative_to(draft.folder).as_posix()
    return {
        "name": name,
        "path": place,
        "format": path.suffix.removeprefix("."),
        "mediatype": _MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        "bytes": known[place].byte_count,
        "hash": f"sha256:{known[place].sha256}",
        "type": "file",
    }


def _slug(path: Path, draft: Draft) -> str:
    return _name("-".join(path.relative_to(draft.folder).with_suffix("").parts))


def _name(text: str) -> str:
    """A resource's name: lower case, no blanks."""
    return text.lower().replace(" ", "-")
