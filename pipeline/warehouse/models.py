"""The models of sql/: one file one table or view; their order is read from their SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from pipeline.config import sql_dir
from pipeline.errors import ModelError

FOLDERS = ("staging", "metrics", "marts", "checks", "ops")
VIEWS = ("checks",)  # folders whose files are views, unless their header says otherwise
PUBLISHED = ("metrics", "marts")  # folders whose tables are copied into a version, which holds no view
FINDING_COLUMNS = (
    "report_id",
    "agency_id",
    "report_year",
    "scope_key",
    "message",
    "left_value",
    "right_value",
    "delta",
    "cell_codes",
)
OR_NULL = " or null"  # behind a key: rows may lack it
BY = {"metrics": "report_id"}  # folders whose files all fall apart by one key
METRIC_COLUMNS = ("report_id", "numerator", "denominator", "value")
HEADER = re.compile(r"^--\s*(\w+):\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Model:
    """One table or view of the warehouse: `sql` is a plain select, `header` its `-- key: value` lines."""

    name: str  # schema.table
    path: Path | None  # None: generated (the unions over all metrics and over all checks)
    sql: str
    summary: str  # the first comment: what one row is
    header: tuple[tuple[str, str], ...]
    dependencies: tuple[str, ...]  # schema-qualified, loaded tables included
    materialized: str  # table or view

    @property
    def schema(self) -> str:
        """The folder, which is the DuckDB schema."""
        return self.name.partition(".")[0]

    @property
    def table(self) -> str:
        """The file's stem, which is the table's name."""
        return self.name.partition(".")[2]

    @property
    def by(self) -> str:
        """The key by whose values the model falls apart; empty where it must be computed whole."""
        return self.get("by", BY.get(self.schema, "")).removesuffix(OR_NULL)

    @property
    def has_keyless(self) -> bool:
        """Whether rows may lack the key; those fall apart from the others, all together."""
        return self.get("by").endswith(OR_NULL)

    def get(self, key: str, default: str = "") -> str:
        """One value of the header."""
        return dict(self.header).get(key, default)


def discover(folder: Path | None = None) -> tuple[Model, ...]:
    """Every model under `folder` (default: the project's sql/), sorted by name, generated unions included.

    Raises ModelError where a file does not parse, names a table without its schema, or has no first comment.
    """
    root = folder or sql_dir()
    files = tuple(path for name in FOLDERS for path in sorted(root.joinpath(name).glob("*.sql")))
    return _discover(files, tuple(path.stat().st_mtime_ns for path in files))


@lru_cache(maxsize=4)
def _discover(files: tuple[Path, ...], _mtimes: tuple[int, ...]) -> tuple[Model, ...]:
    models = [model for path in files if (model := read_model(path)) is not None]
    models.append(_union("metrics.all_metrics", "metric", METRIC_COLUMNS, models, _is_metric))
    models.append(_union("checks.all_findings", "rule", FINDING_COLUMNS, models, is_agency_check))
    return tuple(sorted(models, key=lambda model: model.name))


def read_model(path: Path) -> Model | None:
    """One file as a model; None where it holds a `create table` that Python loads."""
    name = f"{path.parent.name}.{path.stem}"
    text = path.read_text(encoding="utf-8")
    summary, header = read_header(text)
    try:
        tree = sqlglot.parse_one(text, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise ModelError(f"{name}: does not parse: {str(error).splitlines()[0]}") from error
    if isinstance(tree, exp.Create):
        return None
    if not summary:
        raise ModelError(f"{name}: the first comment must say what one row is")
    # agencies' checks are read twice (findings, counts): computed once; ours are computed by run_checks alone
    is_view = path.parent.name in VIEWS and dict(header).get("fault") != "agency"
    materialized = dict(header).get("materialized", "view" if is_view else "table")
    if materialized not in ("table", "view"):
        raise ModelError(f"{name}: materialized is table or view, not {materialized!r}")
    if materialized == "view" and path.parent.name in PUBLISHED:
        raise ModelError(
            f"{name}: {path.parent.name} are published, and no view is: materialized must be table"
        )
    dependencies = set(_dependencies(name, tree))
    if link := dict(header).get("linked"):
        dependencies.add(link.rpartition(".")[0])  # what ceased to be linked is known from what changed there
    sql = text.strip().rstrip(";")
    return Model(name, path, sql, summary, header, tuple(sorted(dependencies)), materialized)


def ordered(models: Iterable[Model]) -> tuple[Model, ...]:
    """The models, each after those it reads; equal input gives equal order. Raises ModelError."""
    known = {model.name: model for model in models}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, model in sorted(known.items()):
        sorter.add(name, *(dependency for dependency in model.dependencies if dependency in known))
    result: list[str] = []
    try:
        sorter.prepare()
    except CycleError as error:
        raise ModelError(
            f"sql/: these models read each other in a circle: {' -> '.join(error.args[1])}"
        ) from error
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        result.extend(ready)
        sorter.done(*ready)
    return tuple(known[name] for name in result)


def is_agency_check(model: Model) -> bool:
    """Whether a model is a check whose offenders become findings about agencies' reports."""
    return model.schema == "checks" and model.get("fault") == "agency"


def _is_metric(model: Model) -> bool:
    return model.schema == "metrics"


def read_header(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The leading comment's prose, and its `-- key: value` lines."""
    prose: list[str] = []
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        match = HEADER.match(line)
        if match:
            pairs.append((match[1], match[2].strip()))
        elif not pairs:
            prose.append(line.removeprefix("--").strip())
    return " ".join(prose), tuple(pairs)


def _dependencies(name: str, tree: exp.Expr) -> tuple[str, ...]:
    local = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    found: set[str] = set()
    for table in tree.find_all(exp.Table):
        if table.db:
            found.add(f"{table.db}.{table.name}")
        elif table.name and table.name not in local:
            raise ModelError(f"{name}: write {table.name} with its schema")
    return tuple(sorted(found - {name}))


def _union(name: str, key: str, columns: Sequence[str], models: Sequence[Model], wanted: object) -> Model:
    """The union of all files of one kind, with the file's metric or rule in front."""
    chosen = [model for model in models if callable(wanted) and wanted(model)]
    selects = [_one_of_union(model, key, columns) for model in chosen]
    if not selects:
        selects = [_nothing(key, columns)]
    tree: exp.Query = selects[0]
    for select in selects[1:]:
        tree = exp.union(tree, select, distinct=False, copy=False)
    summary = {
        "metric": "One row per metric and report: the union of all files in sql/metrics.",
        "rule": "One row per finding across reports: the union of the files in sql/checks about agencies.",
    }[key]
    dependencies = tuple(sorted(model.name for model in chosen))
    zh = {"metric": "全部指标合并。", "rule": "跨报告问题合并。"}[key]
    header = (("zh", zh), *((("by", f"agency_id{OR_NULL}"),) if key == "rule" else ()))
    return Model(name, None, tree.sql(dialect="duckdb", pretty=True), summary, header, dependencies, "table")


def _one_of_union(model: Model, key: str, columns: Sequence[str]) -> exp.Select:
    first = [exp.alias_(exp.Literal.string(model.get("rule", model.table)), key)]
    if key == "rule":
        first.append(exp.alias_(exp.Literal.string(model.get("severity", "warn")), "severity"))
    return exp.select(*first, *columns).from_(exp.table_(model.table, db=model.schema))


def _nothing(key: str, columns: Sequence[str]) -> exp.Select:
    types = {"report_year": "integer", "cell_codes": "varchar[]"} | dict.fromkeys(
        ("left_value", "right_value", "delta", "numerator", "denominator", "value"), "double"
    )
    names = (key, *(("severity",) if key == "rule" else ()), *columns)
    nulls = [exp.alias_(exp.cast(exp.null(), types.get(name, "varchar")), name) for name in names]
    return exp.select(*nulls).where(exp.false())
