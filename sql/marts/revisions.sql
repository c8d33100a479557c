-- One row per cell that differs between a document of a report and the one seen before it.
-- by: report_id
-- zh: 版本改动：同一报告前后文件的单元格差异。
with pairs as (
    select * from staging.document_pairs
),

newer_cells as (
    select
        pairs.*,
        observations.cell_code,
        observations.value_raw,
        observations.filled,
        observations.source_cell
    from pairs
    inner join raw.observations as observations
        on pairs.document_sha256 = observations.document_sha256
),

older_cells as (
    select
        pairs.*,
        observations.cell_code,
        observations.value_raw,
        observations.filled,
        observations.source_cell
    from pairs
    inner join raw.observations as observations
        on pairs.previous_sha256 = observations.document_sha256
),

compared as (
    select
        coalesce(newer_cells.report_id, older_cells.report_id) as report_id,
        coalesce(newer_cells.document_sha256, older_cells.document_sha256) as document_sha256,
        coalesce(newer_cells.previous_sha256, older_cells.previous_sha256) as previous_sha256,
        coalesce(newer_cells.changed_at, older_cells.changed_at) as changed_at,
        coalesce(newer_cells.relation, older_cells.relation) as relation,
        coalesce(newer_cells.cell_code, older_cells.cell_code) as cell_code,
        older_cells.value_raw as previous_value_raw,
        newer_cells.value_raw,
        older_cells.filled as previous_value,
        newer_cells.filled as value,
        newer_cells.source_cell
    from newer_cells
    full outer join older_cells
        on
            newer_cells.document_sha256 = older_cells.document_sha256
            and newer_cells.report_id = older_cells.report_id
            and newer_cells.cell_code = older_cells.cell_code
)

select
    compared.report_id,
    reports.agency_id,
    reports.report_year,
    compared.document_sha256,
    compared.previous_sha256,
    compared.changed_at,
    compared.relation,
    compared.cell_code,
    case
        when compared.previous_value_raw is null then 'added'
        when compared.value_raw is null then 'removed'
        else 'changed'
    end as change_kind,
    compared.previous_value_raw,
    compared.value_raw,
    compared.previous_value,
    compared.value,
    compared.value - compared.previous_value as delta,
    compared.source_cell
from compared
inner join staging.reports as reports on compared.report_id = reports.report_id
where
    compared.value is distinct from compared.previous_value
    or compared.value_raw is distinct from compared.previous_value_raw
order by compared.report_id, compared.document_sha256, compared.cell_code
