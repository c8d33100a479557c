-- One row per report and measure that all its cells were read of; grouped by whole numbers, 10⁷ cells pass here.
-- by: report_id
-- zh: 取自表格的统计项数值。
with reports as (
    select * from staging.reports
),

parts as (
    select * from raw.parts
    where status = 'read'
),

cells as (
    select
        *,
        cast(dense_rank() over (order by measure, form_id) as integer) as measure_no
    from seeds.measure_cells
),

measures as (
    select
        measure_no,
        any_value(measure) as measure,
        any_value(form_id) as form_id,
        count(*) as cell_count
    from cells
    group by measure_no
),

read_parts as (
    select
        reports.report_no,
        reports.document_sha256,
        parts.part,
        parts.form_id
    from parts
    inner join reports on parts.document_sha256 = reports.document_sha256
),

matched as (
    select
        read_parts.report_no,
        cells.measure_no,
        sum(observations.filled * cells.weight) as value,
        count(observations.filled) as cell_count
    from raw.observations as observations
    inner join cells on observations.cell_code = cells.cell_code
    inner join read_parts
        on
            observations.document_sha256 = read_parts.document_sha256
            and cells.part = read_parts.part
            and cells.form_id = read_parts.form_id
    group by read_parts.report_no, cells.measure_no
),

unmapped as (
    select * from staging.unmapped_values
)

select
    reports.report_id,
    measures.measure,
    measures.form_id,
    matched.value + coalesce(unmapped.value, 0) as value,
    'table' as basis
from matched
inner join measures
    on matched.measure_no = measures.measure_no and matched.cell_count = measures.cell_count
inner join reports on matched.report_no = reports.report_no
left join unmapped
    on
        reports.document_sha256 = unmapped.document_sha256
        and measures.measure = unmapped.measure
where unmapped.measure is null or unmapped.value is not null
