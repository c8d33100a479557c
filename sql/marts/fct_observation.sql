-- One row per report and form cell: what the document that counts prints there, and what the blank rules make of it.
-- by: report_id
-- zh: 单元格事实表：每份报告每个单元格一行，所印内容与补空后数值。
with reports as (
    select * from staging.reports
),

parts as (
    select * from raw.parts
),

observations as (
    select * from raw.observations
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    observations.document_sha256,
    parts.form_id,
    observations.cell_code,
    observations.value_raw,
    observations.value,
    observations.semantic,
    observations.filled,
    observations.fill_rule,
    observations.unit,
    observations.source_cell,
    observations.row_label
from observations
inner join reports on observations.document_sha256 = reports.document_sha256
left join parts
    on
        observations.document_sha256 = parts.document_sha256
        and split_part(observations.cell_code, '.', 1) = parts.part
