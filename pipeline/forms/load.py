"""Read the forms' TOML files. A form is a file; nothing about it stands in Python."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import FormError
from pipeline.forms.model import Block, Column, Form, FormCell, Forms, Group, Row, Rule

FOLDER = Path(__file__).parent
WRITING = "writing.toml"


@lru_cache(maxsize=8)
def load_forms(folder: Path | None = None) -> Forms:
    """Every form of a folder (default: the package's own), oldest first. Raises FormError."""
    folder = folder or FOLDER
    files = sorted(path for path in folder.glob("*.toml") if path.name != WRITING)
    forms = sorted((_form(path) for path in files), key=lambda form: (form.first_year, form.id))
    if not forms:
        raise FormError(f"{folder}: no form found; a form is a file <form_id>.toml")
    digest = hashlib.sha256((FOLDER / WRITING).read_bytes())
    for form in forms:
        digest.update(form.version.encode())
    return Forms(tuple(forms), digest.hexdigest()[:16])


def cells(forms: Forms) -> list[FormCell]:
    """All cells of all forms, in printed order."""
    return [
        FormCell(
            form_id=form.id,
            cell_code=block.cell_code(row.code, column.code),
            part=block.part,
            row_code=row.code,
            col_code=column.code,
            row_label_zh=row.zh,
            col_label_zh=f"{column.parent}/{column.label}" if column.parent else column.label,
            unit=row.unit or column.unit or block.unit or "unknown",
            kind="total" if "total" in (row.kind, column.kind) else row.kind or column.kind,
            outcome_group=row.outcome,
        )
        for form in forms.items
        for block in form.blocks
        for row in block.rows
        for column in block.columns
    ]


def _form(path: Path) -> Form:
    content = path.read_bytes()
    try:
        table = tomllib.loads(content.decode("utf-8"))
        blocks = tuple(_block(table["id"], entry) for entry in table.get("blocks", []))
        rules = tuple(_rule(entry) for entry in table.get("rules", []))
        form = Form(
            id=table["id"],
            instrument=table["instrument"],
            first_year=table["first_year"],
            last_year=table.get("last_year"),
            version=hashlib.sha256(content).hexdigest()[:16],
            fingerprint=tuple(table.get("fingerprint", ())),
            blocks=blocks,
            rules=rules,
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormError(f"{path.name}: {error}") from error
    except (KeyError, TypeError) as error:
        raise FormError(f"{path.name}: {error} is missing or misspelt") from error
    _check(path, form)
    return form


def _block(form_id: str, entry: dict[str, Any]) -> Block:
    groups = tuple(
        Group(
            group["code"],
            group["number"],
            group["label"],
            tuple(group.get("labels", ())),
            group.get("outcome"),
        )
        for group in entry.get("groups", ())
    )
    return Block(
        form_id=form_id,
        part=entry["part"],
        code=entry["code"],
        layout=entry.get("layout", "rows"),
        heading=entry.get("heading"),
        headings=tuple(entry.get("headings", ())),
        corner=tuple(entry.get("corner", ())),
        outer=tuple(entry.get("outer", ())),
        columns=tuple(_column(column) for column in entry["columns"]),
        groups=groups,
        rows=tuple(_row(row, entry, {group.code: group for group in groups}) for row in entry["rows"]),
        unit=entry.get("unit"),
        extra_rows=entry.get("extra_rows", False),
    )


def _column(entry: dict[str, Any]) -> Column:
    return Column(
        code=entry["code"],
        label=entry["label"],
        labels=tuple(entry.get("labels", ())),
        parent=entry.get("parent"),
        unit=entry.get("unit"),
        kind=entry.get("kind", "leaf"),
    )


def _row(entry: dict[str, Any], block: dict[str, Any], groups: dict[str, Group]) -> Row:
    group = groups[entry["group"]] if "group" in entry else None
    return Row(
        code=entry["code"],
        label=entry["label"],
        labels=tuple(entry.get("labels", ())),
        keys=tuple(entry.get("keys", ())),
        group=group.code if group else None,
        number=entry.get("number"),
        zh=entry.get("zh") or _zh(entry, block, group),
        unit=entry.get("unit"),
        kind=entry.get("kind"),
        outcome=entry.get("outcome") or (group.outcome if group else None),
    )


def _zh(entry: dict[str, Any], block: dict[str, Any], group: Group | None) -> str:
    """`第二十条第（一）项/规章`, `三/（三）不予公开/1.属于国家秘密`."""
    if group is None:
        return "/".join(part for part in (block.get("heading"), entry["label"]) if part)
    return f"三/（{group.number}）{group.label}/{entry['number']}.{entry['label']}"


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        part=entry["part"],
        relation=entry.get("relation", "sum"),
        each=entry.get("each", ""),
        block=entry.get("block", entry["part"]),
        left=tuple(entry["left"]),
        right=tuple(entry.get("right", ())),
        except_=tuple(entry.get("except", ())),
        severity=entry["severity"],
        error_rows=tuple(entry.get("error_rows", ())),
    )


def _check(path: Path, form: Form) -> None:
    """A form names each of its cells once, and its file bears its id."""
    if path.stem != form.id:
        raise FormError(f"{path.name}: its id is {form.id}; name the file {form.id}.toml")
    codes = [
        block.cell_code(row.code, column.code)
        for block in form.blocks
        for row in block.rows
        for column in block.columns
    ]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise FormError(f"{path.name}: the cell {twice[0]} is given twice")
