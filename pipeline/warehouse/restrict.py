"""A model's select, cut to the rows of some keys: its inputs are filtered where they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlglot
from sqlglot import exp

from pipeline.warehouse.changes import key_within
from pipeline.warehouse.models import Model

Columns = Mapping[str, Collection[str]]  # of every table, by schema.table


def restricted(
    model: Model, key: str, wanted: Mapping[str, str], columns: Columns, views: Mapping[str, Model]
) -> str:
    """The SQL of a model with every input that has the key, or a finer one, cut by the condition `wanted` has for it.

    Views are written out, so that the filter stands at the tables they read. Where the model falls apart by the
    key, as its header claims and tests prove, the rows with a wanted key are those of the whole model.
    """
    tree = sqlglot.parse_one(model.sql, read="duckdb")
    for table in list(tree.find_all(exp.Table)):
        name = f"{table.db}.{table.name}"
        view = views.get(name)
        if view:
            source = restricted(view, key, wanted, columns, views)
        else:
            column = key_within(key, columns.get(name, ()))
            if column is None:
                continue
            source = f"select * from {name} where {wanted[column]}"
        inner = sqlglot.parse_one(source, read="duckdb")
        table.replace(
            exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
        )
    return tree.sql(dialect="duckdb")
