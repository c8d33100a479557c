-- One row per report whose cells in the fact table are not as many as its document has.
-- severity: error
-- fault: ours
with loaded as (
    select
        document_sha256,
        count(*) as cell_count
    from raw.observations
    group by document_sha256
),

published as (
    select
        document_sha256,
        count(*) as cell_count
    from marts.fct_observation
    group by document_sha256
),

reports as (
    select * from staging.reports
)

select
    reports.report_id,
    reports.document_sha256,
    coalesce(loaded.cell_count, 0) as loaded_count,
    coalesce(published.cell_count, 0) as published_count
from reports
left join loaded on reports.document_sha256 = loaded.document_sha256
left join published on reports.document_sha256 = published.document_sha256
where coalesce(loaded.cell_count, 0) <> coalesce(published.cell_count, 0)
