-- One row per report, row and applicant of table 3 (sums over legal persons added), and of the 2014 table's replies.
-- zh: 申请单元格：表三与统计表答复。
-- materialized: view
with reports as (
    select * from staging.reports
),

observations as (
    select * from raw.observations
),

outcomes as (
    select * from seeds.outcomes
    where f2014_cell_code is not null
),

cells as (
    select
        reports.report_id,
        reports.form_t3 as form_id,
        split_part(observations.cell_code, '.', 2) as row_group,
        split_part(observations.cell_code, '.', -1) as applicant_code,
        observations.filled
    from observations
    inner join reports on observations.document_sha256 = reports.document_sha256
    where starts_with(observations.cell_code, 't3.')
)

select
    report_id,
    form_id,
    row_group,
    applicant_code,
    filled
from cells
union all
select
    report_id,
    form_id,
    row_group,
    'legal_or_org' as applicant_code,
    filled
from cells
where starts_with(applicant_code, 'org_')
union all
select
    reports.report_id,
    reports.form_s as form_id,
    outcomes.outcome_group as row_group,
    'total' as applicant_code,
    observations.filled
from observations
inner join reports on observations.document_sha256 = reports.document_sha256
inner join outcomes on observations.cell_code = outcomes.f2014_cell_code
where reports.form_s is not null
