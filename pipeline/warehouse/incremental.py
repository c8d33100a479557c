"""Builds again what the changes since the last build reach: models say in their header by which key they fall apart.

`-- by: report_id` claims that the rows of a report come from that report's rows of the inputs alone. Of such a model
only the rows of touched reports are made anew; a model without the line is computed whole and compared with what
stands there. Either way only rows that came out different touch the models that read them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

import duckdb
import polars as pl

from pipeline.errors import ModelError
from pipeline.warehouse.build import BuildResult, build_one, first_line
from pipeline.warehouse.changes import (
    EVERYTHING,
    KEYS,
    NOTHING,
    WITHIN,
    Change,
    Placement,
    Values,
    frame_of,
    together,
)
from pipeline.warehouse.connection import objects_of
from pipeline.warehouse.lineage import columns_of
from pipeline.warehouse.models import Model, ordered
from pipeline.warehouse.restrict import restricted
from pipeline.warehouse.transaction import transaction

PLACED = "staging.documents"  # where documents belong is known once this is built
MOST = 0.3  # of all keys: beyond it, the whole table is no dearer


def build_changed(
    con: duckdb.DuckDBPyConnection,
    models: Iterable[Model],
    changes: Mapping[str, Change],
    progress: Callable[[BuildResult], None] | None = None,
) -> list[BuildResult]:
    """Bring the models up to the loaded tables, given what changed in these, and which models have new SQL.

    Leaves the rows that `build` would make. Raises ModelError naming the model whose SQL fails.
    """
    chosen = ordered(models)
    state = State(con, chosen, dict(changes))
    results: list[BuildResult] = []
    for model in chosen:
        started = time.perf_counter()
        try:
            state.changes[model.name] = state.bring_up(model)
        except duckdb.Error as error:
            raise ModelError(f"{model.name}: {first_line(error)}") from error
        results.append(BuildResult(model, state.row_count(model), time.perf_counter() - started))
        if progress:
            progress(results[-1])
    return results


class State:
    """The changes so far, table by table, while the models are gone through in their order."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, models: tuple[Model, ...], changes: dict[str, Change]
    ) -> None:
        self.con, self.changes = con, changes
        self.objects = objects_of(con)
        self.columns = {name: list(columns) for name, columns in columns_of(con).items()}
        self.views = {model.name: model for model in models if model.materialized == "view"}
        self.placement = Placement(con)
        self.sets: dict[str, Values] = {}

    def bring_up(self, model: Model) -> Change:
        """Leave a model alone, replace it, compare it or mend it; says what that changed in it."""
        touched = together(self.changes.get(name, NOTHING) for name in model.dependencies)
        if model.name in self.changes or self.objects.get(model.name) != model.materialized:
            change = self._replace(model)
        elif not touched or model.materialized == "view":
            change = touched
        elif model.by:
            change = self._mend(model, touched)
        else:
            change = self._compare(model)
        if model.name == PLACED and change:
            self.placement.renew()
        return change

    def row_count(self, model: Model) -> int | None:
        """The rows of a table; None for a view."""
        if model.materialized == "view":
            return None
        return int(self.con.sql(f"select count(*) from {model.name}").fetchall()[0][0])

    def _replace(self, model: Model) -> Change:
        build_one(self.con, model, self.objects.get(model.name))
        self.columns[model.name] = self.con.sql(f"select * from {model.name} limit 0").columns
        return EVERYTHING

    def _compare(self, model: Model) -> Change:
        """Compute it whole; write it only where it differs."""
        self.con.execute(f"create or replace temp table fresh as\n{model.sql}")
        self._hash("before", model.name)
        return self._take_over(model)

    def _take_over(self, model: Model, where: str = "true") -> Change:
        """Put the rows of `fresh` in the place of those of `before`, where they are not the same."""
        self._hash("after", "fresh", like=model.name)
        change = self._difference(model.name)
        if change:
            with transaction(self.con):
                self.con.execute(f"delete from {model.name} where {where}")
                self.con.execute(f"insert into {model.name} from fresh")
        self.con.execute("drop table fresh")
        return change

    def _mend(self, model: Model, touched: Change) -> Change:
        """Make the rows of touched keys anew."""
        values = self.placement.values(touched, model.by, model.has_keyless)
        if values is None or self.placement.share(values, model.by) > MOST:
            return self._compare(model)
        if not values:
            return NOTHING
        select, is_mended = self.cut(model, values)
        self.con.execute(f"create or replace temp table fresh as {select}")
        self._hash("before", model.name, is_mended)
        return self._take_over(model, is_mended)

    def cut(self, model: Model, values: Values) -> tuple[str, str]:
        """The select of a model's rows that some keys reach, and the condition that tells these rows in its table."""
        mended, needed = self._linked(model, values)
        wanted = {
            key: self._condition("wanted", key, self.placement.translate(needed, model.by, key))
            for key in (model.by, *WITHIN[model.by])
        }
        is_mended = self._condition("mended", model.by, mended)
        select = restricted(model, model.by, wanted, self.columns, self.views)
        return f"select * from ({select}) where {is_mended}", is_mended

    def _linked(self, model: Model, values: Values) -> tuple[Values, Values]:
        """The keys to be mended and those to be read: rows may name a second report, by a column of an input."""
        link = model.get("linked")
        if not link:
            return values, values
        table, _, column = link.rpartition(".")
        mended = values | self._partners(table, column, model.by, values)
        return mended, mended | self._partners(table, model.by, column, mended)

    def _partners(self, table: str, known: str, wanted: str, values: Values) -> Values:
        """What stands in the column `wanted` of a table where `known` has one of the values."""
        given = pl.DataFrame({known: list(values)}, schema={known: pl.String()})  # noqa: F841 - found by its name
        rows = self.con.sql(f"select distinct {wanted} from {table} where {known} in (from given)").fetchall()
        return frozenset(row[0] for row in rows)

    def _condition(self, prefix: str, key: str, values: Values) -> str:
        """A condition on a key, by a temporary table of its values; most models in a row need the same."""
        name = f"{prefix}_{key}"
        if self.sets.get(name) != values:
            given = frame_of(values, key)  # noqa: F841 - found by its name
            self.con.execute(f"create or replace temp table {name} as select {key} from given")
            self.sets[name] = values
        return f"({key} in (from {name}) or {key} is null)" if None in values else f"{key} in (from {name})"

    def _hash(self, name: str, table: str, where: str = "true", like: str | None = None) -> None:
        """A temporary table of the keys of the rows, with the number and the hashes of those that share them."""
        keys = "".join(f"{key}, " for key in KEYS if key in self.columns[like or table])
        self.con.execute(
            f"create or replace temp table {name} as select {keys}count(*) as row_count, "
            f"sum(hash(row)) as row_hash from {table} as row where {where} group by all"
        )

    def _difference(self, name: str) -> Change:
        """The keys whose rows are not the same in `before` and `after`."""
        keys = [key for key in KEYS if key in self.columns[name]]
        rows = self.con.sql(
            f"select distinct {', '.join(keys) or 'true'} from ("
            "(from before except from after) union all (from after except from before))"
        ).pl()
        if not rows.height:
            return NOTHING
        return Change((rows,)) if keys else EVERYTHING
