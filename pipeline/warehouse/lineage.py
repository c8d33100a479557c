"""Column lineage: which columns of which tables a model's columns are made from."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

from pipeline.errors import ModelError
from pipeline.warehouse.models import Model

Sources = tuple[tuple[str, str], ...]  # (schema.table, column), sorted

COLUMNS = """
    select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()
    where not internal order by schema_name, table_name, column_index
"""


def columns_of(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Every table and view of the warehouse with its columns and their types, in order."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in con.sql(COLUMNS).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def column_lineage(model: Model, columns: Mapping[str, Mapping[str, str]]) -> dict[str, Sources]:
    """The model's columns with the columns they are computed from, one step up.

    `columns` are the columns of the tables it reads, as `columns_of` gives them. Raises ModelError.
    """
    try:
        tree = sqlglot.parse_one(model.sql, read="duckdb")
        schema = _schema(model, columns, {name.name for name in tree.find_all(exp.Identifier)})
        tree = qualify(tree, dialect="duckdb", schema=schema, validate_qualify_columns=False, identify=False)
        nodes = lineage(None, tree, schema, dialect="duckdb", scope=build_scope(tree), copy=False)
        return {name.strip('"'): _leaves(node) for name, node in nodes.items()}
    except (sqlglot.errors.SqlglotError, ValueError) as error:
        raise ModelError(f"{model.name}: lineage cannot be read: {str(error).splitlines()[0]}") from error


def _schema(model: Model, columns: Mapping[str, Mapping[str, str]], named: set[str]) -> dict[str, object]:
    """The columns of the tables read that the model names or has itself: so stars stay cheap."""
    wanted = named | set(columns.get(model.name, {}))
    schema: dict[str, dict[str, dict[str, str]]] = {}
    for name in model.dependencies:
        part, _, table = name.partition(".")
        kept = {column: kind for column, kind in columns.get(name, {}).items() if column in wanted}
        schema.setdefault(part, {})[table] = kept or dict(list(columns.get(name, {}).items())[:1])
    return dict(schema)


def _leaves(root: Node) -> Sources:
    found: set[tuple[str, str]] = set()
    for node in root.walk():
        table = node.expression if isinstance(node.expression, exp.Table) else None
        if table is not None and table.db:
            found.add((f"{table.db}.{table.name}", node.name.rpartition(".")[2].strip('"')))
    return tuple(sorted(found))
