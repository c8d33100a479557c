"""Every metric of every agency and year, from the sample's truth with Polars, not from the warehouse."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks.sample_set import Truth
from pipeline.sample import SampleSpec, build, write_crosswalks

DEFINITIONS = Path(__file__).with_suffix(".toml")
KEY = ("agency_id", "report_year", "report_scope")
CHANNELS = ("website", "wechat", "weibo", "gazette", "other")
GOVERNMENT = "government_aggregate"
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class MetricsResult:
    """How many metrics were compared, how many are equal, and the others a line each."""

    compared: int
    equal: int
    differences: tuple[str, ...]

    @property
    def metrics_different(self) -> int:
        return len(self.differences)


def compare_metrics(con: duckdb.DuckDBPyConnection, truth: Truth, spec: SampleSpec) -> MetricsResult:
    """`marts.metric_values` of a warehouse built from the sample `spec` against the truth."""
    columns = (*KEY, "metric", "numerator", "denominator", "value")
    given = con.sql(f"select {', '.join(columns)} from marts.metric_values").pl()
    wanted = metric_values(truth, populations(spec))
    both = wanted.join(given, on=[*KEY, "metric"], how="full", coalesce=True, suffix="_given")
    pairs = [(name, f"{name}_given") for name in ("numerator", "denominator", "value")]
    is_equal = pl.all_horizontal(_equal(one, other) for one, other in pairs)
    # a table 2 that mixes two forms has documents made in one and issued in the other: no single count is given
    mixed = truth.reports.filter(pl.col("form_t2").str.contains("|", literal=True)).select(KEY)
    told = both.join(mixed.with_columns(metric=pl.lit("docs_issued")), on=[*KEY, "metric"], how="anti")
    wrong = told.filter(~is_equal).sort([*KEY, "metric"])
    lines = tuple(
        f"{row['agency_id']} {row['report_year']} {row['metric']}: "
        + ", ".join(f"{one} {row[one]} / {row[other]}" for one, other in pairs)
        for row in wrong.iter_rows(named=True)
    )
    return MetricsResult(told.height, told.height - wrong.height, lines)


def _equal(one: str, other: str) -> pl.Expr:
    near = (pl.col(one) - pl.col(other)).abs() <= TOLERANCE * pl.max_horizontal(pl.col(one).abs(), 1.0)
    return pl.when(pl.col(one).is_null()).then(pl.col(other).is_null()).otherwise(near).fill_null(value=False)


def populations(spec: SampleSpec) -> pl.DataFrame:
    """Inhabitants of the region of every agency, from the sample's public lists."""
    with tempfile.TemporaryDirectory() as folder:
        write_crosswalks(build(spec), Path(folder))
        regions = pl.read_csv(Path(folder) / "regions.csv", infer_schema=False)
        agencies = pl.read_csv(Path(folder) / "agencies.csv", infer_schema=False)
    joined = agencies.join(regions, on="region_code")
    return joined.select("agency_id", pl.col("population").cast(pl.Float64)).unique()


def metric_values(truth: Truth, population: pl.DataFrame) -> pl.DataFrame:
    """One row per agency, year, scope and metric that has a numerator or a denominator."""
    definitions = tomllib.loads(DEFINITIONS.read_text(encoding="utf-8"))
    reports = truth.reports.filter(pl.col("is_canonical") & (pl.col("fault").fill_null("") != "block_page"))
    wide = reports.select("url", *KEY)
    for name, alternatives in definitions["measures"].items():
        wide = wide.join(_measure(name, alternatives, truth, reports), on="url", how="left")
    for name, asked in definitions["zero_where_not_asked"].items():
        is_old = pl.col("url").is_in(_with_old_table(truth).implode())
        wide = wide.with_columns(
            pl.when(is_old & pl.col(asked).is_not_null()).then(0.0).otherwise(name).alias(name)
        )
    wide = wide.join(population, on="agency_id", how="left")
    frames = [_metric(wide, name, one) for name, one in definitions["metrics"].items()]
    frames += [_channel_share(wide, truth, name) for name in CHANNELS]
    both = pl.concat(frames)
    return both.filter(pl.col("numerator").is_not_null() | pl.col("denominator").is_not_null())


def _with_old_table(truth: Truth) -> pl.Series:
    return truth.cells.filter(pl.col("cell_code").str.starts_with("s."))["url"].unique()


def _measure(name: str, alternatives: Iterable[str], truth: Truth, reports: pl.DataFrame) -> pl.DataFrame:
    """`url` and the measure's value: the first alternative whose cells are all there and have a number."""
    tries = [_alternative(text, truth, reports) for text in alternatives]
    found = pl.concat([frame.with_columns(pl.lit(rank).alias("rank")) for rank, frame in enumerate(tries)])
    first = found.sort("rank").unique("url", keep="first", maintain_order=True)
    return first.select("url", pl.col("value").alias(name))


def _alternative(text: str, truth: Truth, reports: pl.DataFrame) -> pl.DataFrame:
    if text.startswith("figure:"):
        figures = truth.figures.filter(
            (pl.col("measure") == text.removeprefix("figure:")) & (pl.col("expectation") == "required")
        )
        return figures.unique("url", keep="first", maintain_order=True).select("url", "value")
    patterns = [term.strip() for term in text.split("+")]
    known = [
        code
        for code in truth.cells["cell_code"].unique().to_list()
        if any(fnmatchcase(code, pattern) for pattern in patterns)
    ]
    needed = sum("unmapped" not in code for code in known)
    refused = reports.select("url", pl.col("expected_refused_parts").alias("refused"))
    cells = truth.cells.filter(pl.col("cell_code").is_in(known)).join(refused, on="url")
    part = pl.col("cell_code").str.split(".").list.first()
    summed = (
        cells.filter(~pl.col("refused").list.contains(part))
        .group_by("url")
        .agg(
            pl.col("filled").sum().alias("value"),
            (~pl.col("cell_code").str.contains("unmapped")).sum().alias("count"),
            pl.col("filled").is_null().any().alias("has_gap"),
        )
    )
    whole = summed.filter((pl.col("count") == needed) & ~pl.col("has_gap"))
    return whole.select("url", pl.col("value").cast(pl.Float64))


def _sum(text: str) -> pl.Expr:
    """A sum of measures; null where one of them is."""
    total = pl.lit(0.0)
    for term in text.split():
        name = term.removeprefix("-")
        total = total - pl.col(name) if term.startswith("-") else total + pl.col(name)
    return total


def _metric(wide: pl.DataFrame, name: str, definition: Mapping[str, Any]) -> pl.DataFrame:
    if definition.get("denominator") == "population":
        wide = wide.filter(pl.col("report_scope") == GOVERNMENT)
    numerator = _sum(definition["numerator"])
    is_count = "denominator" not in definition
    denominator = pl.lit(None, pl.Float64) if is_count else _sum(definition["denominator"])
    return _valued(
        wide.with_columns(numerator=numerator, denominator=denominator), name, definition.get("scale", 1)
    )


def _valued(frame: pl.DataFrame, name: str, scale: float, *, is_count: bool | None = None) -> pl.DataFrame:
    is_count = frame["denominator"].null_count() == frame.height if is_count is None else is_count
    rate = scale * pl.col("numerator") / pl.when(pl.col("denominator") != 0).then(pl.col("denominator"))
    value = pl.col("numerator") if is_count else rate
    return frame.select(*KEY, pl.lit(name).alias("metric"), "numerator", "denominator", value.alias("value"))


def _channel_share(wide: pl.DataFrame, truth: Truth, channel: str) -> pl.DataFrame:
    """Share of one channel where at least two are listed and they agree with the stated total."""
    prefix = "s.proactive.channel."
    table = truth.cells.filter(pl.col("cell_code").str.starts_with(prefix)).select(
        "url", pl.col("cell_code").str.strip_prefix(prefix).alias("channel"), pl.col("filled").alias("value")
    )
    prose = truth.figures.filter(
        (pl.col("measure") == "disclosure_channel") & (pl.col("expectation") == "required")
    ).select("url", "channel", "value")
    listed = pl.concat([table, prose.join(table, on="url", how="anti")])
    sums = listed.group_by("url").agg(
        pl.len().alias("count"),
        pl.col("value").sum().alias("denominator"),
        pl.col("value").max().alias("largest"),
    )
    joined = wide.join(sums, on="url").join(
        listed.filter(pl.col("channel") == channel).select("url", pl.col("value").alias("numerator")),
        on="url",
    )
    # an item published on two channels counts once in the total of the table of 2014
    in_table = pl.col("volume").is_between(pl.col("largest"), pl.col("denominator"))
    in_prose = (pl.col("volume") - pl.col("denominator")).abs() < 0.5
    is_old = pl.col("url").is_in(_with_old_table(truth).implode())
    holds = pl.when(is_old).then(in_table).otherwise(in_prose)
    return _valued(
        joined.filter((pl.col("count") >= 2) & holds), f"channel_share_{channel}", 1, is_count=False
    )
