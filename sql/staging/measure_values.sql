-- One row per report and measure that all its cells (or its figure) were read of.
-- zh: 取自表格的统计项数值。
with reports as (
    select * from staging.reports
),

parts as (
    select * from raw.parts
    where status = 'read'
),

cells as (
    select * from seeds.measure_cells
),

observations as (
    select * from raw.observations
),

wanted as (
    select
        measure,
        form_id,
        part,
        count(*) as cell_count
    from cells
    group by measure, form_id, part
),

matched as (
    select
        observations.document_sha256,
        cells.measure,
        cells.form_id,
        sum(observations.filled * cells.weight) as value,
        count(observations.filled) as cell_count
    from observations
    inner join parts on observations.document_sha256 = parts.document_sha256
    inner join cells
        on
            observations.cell_code = cells.cell_code
            and parts.part = cells.part
            and parts.form_id = cells.form_id
    group by observations.document_sha256, cells.measure, cells.form_id
),

unmapped as (
    select * from staging.unmapped_values
)

select
    reports.report_id,
    matched.measure,
    matched.form_id,
    matched.value + coalesce(unmapped.value, 0) as value,
    'table' as basis
from matched
inner join wanted
    on
        matched.measure = wanted.measure
        and matched.form_id = wanted.form_id
        and matched.cell_count = wanted.cell_count
inner join reports on matched.document_sha256 = reports.document_sha256
left join unmapped
    on matched.document_sha256 = unmapped.document_sha256 and matched.measure = unmapped.measure
