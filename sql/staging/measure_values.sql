-- One row per report and measure that all its cells were read of. 10⁷ cells pass here: those of measures of one cell pass
-- by the group, the others are grouped by whole numbers.
-- by: report_id
-- zh: 取自表格的统计项数值。
with reports as (
    select * from staging.reports
),

cells as (
    select * from staging.profile_cells
),

measures as (
    select distinct
        measure_no,
        measure,
        form_id
    from cells
),

matched as (
    select
        reports.report_no,
        cells.measure_no,
        cells.cell_count,
        observations.filled * cells.weight as value
    from raw.observations as observations
    inner join reports on observations.document_sha256 = reports.document_sha256
    inner join cells
        on
            reports.form_profile = cells.form_profile
            and observations.cell_code = cells.cell_code
    where observations.filled is not null
),

read_whole as (
    select
        report_no,
        measure_no,
        value
    from matched
    where cell_count = 1
    union all
    select
        report_no,
        measure_no,
        sum(value) as value
    from matched
    where cell_count > 1
    group by report_no, measure_no
    having count(*) = any_value(cell_count)
),

unmapped as (
    select * from staging.unmapped_values
)

select
    reports.report_id,
    measures.measure,
    measures.form_id,
    read_whole.value + coalesce(unmapped.value, 0) as value,
    'table' as basis
from read_whole
inner join measures on read_whole.measure_no = measures.measure_no
inner join reports on read_whole.report_no = reports.report_no
left join unmapped
    on
        reports.document_sha256 = unmapped.document_sha256
        and measures.measure = unmapped.measure
where unmapped.measure is null or unmapped.value is not null
