"""One asset for each file of sql/, with its column schema and lineage; one check for each file of sql/checks."""

from collections.abc import Iterator

import dagster as dg

from assets.partitions import single_run
from assets.raw import RAW, SEEDS
from assets.resources import Workspace
from assets.schedules import FRESHNESS
from pipeline.volumes import CLAIMS, summary_of
from pipeline.warehouse import BuildResult, CheckResult, Model, column_lineage, columns_of, discover, ordered

MODELS: tuple[Model, ...] = tuple(ordered(discover()))
LOADED = {*RAW, *SEEDS}


def key_of(name: str) -> dg.AssetKey:
    """`marts.coverage` as an asset key: schema, table."""
    return dg.AssetKey(name.split("."))


def spec_of(model: Model) -> dg.AssetSpec:
    """The asset of one model: what a row is, what it reads, where its file is."""
    known = LOADED | {other.name for other in MODELS}
    return dg.AssetSpec(
        key_of(model.name),
        deps=[key_of(name) for name in model.dependencies if name in known],
        description=model.summary,
        group_name=model.schema,
        kinds={"duckdb", model.materialized},
        freshness_policy=FRESHNESS if model.schema == "marts" else None,
    )


def result_of(built: BuildResult, columns: dict[str, dict[str, str]]) -> dg.MaterializeResult[None]:
    """Row count, columns and column lineage of one built model, for the UI."""
    lineage = {
        column: [dg.TableColumnDep(key_of(table), source) for table, source in sources]
        for column, sources in column_lineage(built.model, columns).items()
    }
    schema = [dg.TableColumn(name, kind) for name, kind in columns[built.model.name].items()]
    return dg.MaterializeResult(
        asset_key=key_of(built.model.name),
        metadata={
            "dagster/row_count": built.rows,
            "dagster/column_schema": dg.TableSchema(columns=schema),
            "dagster/column_lineage": dg.TableColumnLineage(lineage),
            "seconds": round(built.seconds, 3),
        },
    )


def check_spec_of(model: Model) -> dg.AssetCheckSpec:
    """The check of one claim, on the table it speaks of; only our own faults of severity error block."""
    subject = [name for name in model.dependencies if name in {other.name for other in MODELS}]
    blocking = model.get("fault", "ours") == "ours" and model.get("severity", "error") == "error"
    target = subject[-1] if subject else model.name  # a claim on loaded tables stands on its own
    return dg.AssetCheckSpec(model.table, asset=key_of(target), description=model.summary, blocking=blocking)


CHECKS = {
    model.table: check_spec_of(model)
    for model in MODELS
    if model.schema == "checks" and model.path is not None
} | {
    claim: dg.AssetCheckSpec(claim, asset=key_of(table), description=summary_of(claim), blocking=True)
    for claim, table in CLAIMS.items()
}


@dg.multi_asset(
    specs=[spec_of(model) for model in MODELS],
    check_specs=list(CHECKS.values()),
    can_subset=True,
    backfill_policy=single_run,
)
def models(
    context: dg.AssetExecutionContext, workspace: Workspace
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Build the chosen models in the order their SQL asks for, then count the offenders of every claim."""
    with workspace.stage() as night:
        built = night.build({".".join(key.path) for key in context.selected_asset_keys})
        columns, checked = columns_of(night.con), night.check()
    for result in built:
        yield result_of(result, columns)
    chosen = {key.name for key in context.selected_asset_check_keys}
    yield from (verdict_of(result) for result in checked if result.name in chosen)


def verdict_of(result: CheckResult) -> dg.AssetCheckResult:
    """One claim's verdict; an agency's mistake is a finding for readers, not a failure."""
    sample = [{key: str(value) for key, value in row.items()} for row in result.sample]
    return dg.AssetCheckResult(
        check_name=result.name,
        asset_key=CHECKS[result.name].asset_key,
        passed=result.offenders == 0 or result.fault == "agency",
        severity=dg.AssetCheckSeverity.ERROR if result.blocks else dg.AssetCheckSeverity.WARN,
        metadata={
            "offenders": result.offenders,
            "fault": result.fault,
            "sample": dg.JsonMetadataValue(sample),
        },
    )
