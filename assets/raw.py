"""What comes from the portals (listings, bodies, readings, by report year) and from the repository (seeds)."""

from collections.abc import Iterator, Mapping

import dagster as dg

from assets.partitions import report_years, single_run, years_of
from assets.resources import Workspace
from assets.retries import patience
from pipeline.config import sql_dir

Result = dg.MaterializeResult[None]


def loaded_tables(schema: str) -> dict[str, str]:
    """The tables of one folder of sql/ that Python loads: name -> what one row is."""
    texts = {
        f"{schema}.{path.stem}": path.read_text(encoding="utf-8")
        for path in sorted(sql_dir().joinpath(schema).glob("*.sql"))
    }
    return {
        name: text.partition("\n")[0].strip("- ") for name, text in texts.items() if "create table" in text
    }


RAW = loaded_tables("raw")
SEEDS = loaded_tables("seeds") | loaded_tables("ops")
CATALOGUE = ("raw.listings", "raw.snapshots")


def _specs(
    tables: Mapping[str, str], kind: str, deps: Mapping[str, list[dg.AssetKey]] | None = None
) -> list[dg.AssetSpec]:
    return [
        dg.AssetSpec(
            name.split("."),
            deps=(deps or {}).get(name, []),
            description=text,
            group_name=name.partition(".")[0],
            kinds={kind},
        )
        for name, text in tables.items()
    ]


SNAPSHOTS = dg.AssetKey(["raw", "snapshots"])
UPSTREAM = {"raw.snapshots": [dg.AssetKey(["raw", "listings"])]} | {
    name: [SNAPSHOTS] for name in RAW if name not in CATALOGUE
}


@dg.multi_asset(
    specs=_specs(RAW, "python", UPSTREAM),
    partitions_def=report_years,
    backfill_policy=single_run,
    retry_policy=patience,
)
def portal_readings(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[Result]:
    """Crawl what is due (or the years asked for), then read every body the warehouse does not hold yet."""
    years = years_of(context)
    with workspace.stage() as night:
        crawled, ingested = night.crawl(years), night.ingest()
    for name in (*CATALOGUE, *(table for table in RAW if table not in CATALOGUE)):
        counts = crawled if name in CATALOGUE else ingested
        yield dg.MaterializeResult(
            asset_key=name.split("."),
            metadata={**counts, "dagster/row_count": workspace.night.row_count(name)},
        )
    if years is None:
        for year, count in workspace.night.documents_by_year().items():
            context.log_event(
                dg.AssetMaterialization(["raw", "documents"], partition=year, metadata={"documents": count})
            )


@dg.multi_asset(specs=_specs(SEEDS, "csv"), backfill_policy=single_run)
def seeds(workspace: Workspace) -> Iterator[Result]:
    """Load crosswalks, form cells and metric definitions, and copy the catalogue's history."""
    with workspace.stage() as night:
        night.load_seeds()
    for name in SEEDS:
        yield dg.MaterializeResult(
            asset_key=name.split("."), metadata={"dagster/row_count": workspace.night.row_count(name)}
        )
