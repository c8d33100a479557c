"""Partitions: the year a report speaks of, not the year it was published in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dagster as dg

FIRST_YEAR = 2008  # the first annual reports there are

# A report on a year appears from January of the next one, so the present year is the last partition needed.
report_years = dg.StaticPartitionsDefinition([str(year) for year in range(FIRST_YEAR, date.today().year + 1)])  # noqa: DTZ011

# One run for any range: a crawl visits each listing once, however many years it is asked for.
single_run = dg.BackfillPolicy.single_run()


def years_of(context: dg.AssetExecutionContext) -> tuple[int, ...] | None:
    """The report years a run was asked for; None (a run without a partition) means what is due."""
    if context.has_partition_key or context.has_partition_key_range:
        keys: Sequence[str] = context.partition_keys
        return tuple(int(key) for key in keys)
    return None
