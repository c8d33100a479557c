"""Brings all models up to what is loaded: what changed where the last build is known to stand, else everything."""

from __future__ import annotations

from collections.abc import Callable, Collection

import duckdb

from pipeline.warehouse.build import BuildResult, build, create_macros
from pipeline.warehouse.comments import comment_all
from pipeline.warehouse.connection import renew_built
from pipeline.warehouse.fingerprints import changes_since, forget, remember
from pipeline.warehouse.incremental import build_changed
from pipeline.warehouse.lake import models_for, one_snapshot


def refresh(
    con: duckdb.DuckDBPyConnection,
    only: Collection[str] | None = None,
    *,
    whole: bool = False,
    progress: Callable[[BuildResult], None] | None = None,
    afterwards: Callable[[], None] | None = None,
) -> list[BuildResult]:
    """Build the models (all, or those `only` names); `afterwards` is done in the same snapshot.

    Of all models only what changed since the last build is made anew, unless `whole`; after a build of some of them
    the next one is whole. Raises ModelError naming the model whose SQL fails.
    """
    models = models_for(con)
    is_all = only is None or len(only) == len(models)
    changes = changes_since(con, models) if is_all and not whole else None
    forget(con)
    if is_all and changes is None:
        renew_built(con)
    with one_snapshot(con):
        built = (
            build(con, models, only, progress)
            if changes is None
            else build_changed(con, models, changes, progress)
        )
        if afterwards:
            afterwards()
        create_macros(con)
        if is_all:
            comment_all(con)
    if is_all:
        remember(con, models)
    return built
