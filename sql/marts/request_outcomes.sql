-- One row per report, outcome group and kind of applicant: requests so ended, and their share of those processed.
-- by: report_id
-- zh: 办理结果：结果组与申请人类别交叉。
with reports as (
    select * from staging.reports
),

request_rows as (
    select * from staging.request_rows
),

outcome_groups as (
    select distinct outcome_group
    from seeds.outcomes
),

applicants as (
    select * from seeds.applicants
),

processed as (
    select * from request_rows
    where row_group = 'processed_total'
),

measures as (
    select * from staging.report_measures
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    reports.report_scope,
    request_rows.form_id,
    request_rows.row_group as outcome_group,
    request_rows.applicant_code,
    request_rows.request_count,
    coalesce(
        processed.request_count,
        case when request_rows.applicant_code = 'total' then measures.processed_total end
    ) as processed_count,
    request_rows.request_count / nullif(coalesce(
        processed.request_count,
        case when request_rows.applicant_code = 'total' then measures.processed_total end
    ), 0) as outcome_share
from request_rows
inner join outcome_groups on request_rows.row_group = outcome_groups.outcome_group
inner join applicants on request_rows.applicant_code = applicants.applicant_code
inner join reports on request_rows.report_no = reports.report_no
inner join measures on reports.report_id = measures.report_id
left join processed
    on
        request_rows.report_no = processed.report_no
        and request_rows.applicant_code = processed.applicant_code
