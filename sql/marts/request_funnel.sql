-- One row per report and kind of applicant: new and carried-in requests, how they ended, and what was carried out.
-- by: report_id
-- zh: 申请流程：新收、结转、各结果至结转下年。
with reports as (
    select * from staging.reports
),

request_rows as (
    select * from staging.request_rows
),

measures as (
    select * from staging.report_measures
),

by_applicant as (
    select
        report_id,
        applicant_code,
        max(request_count) filter (where row_group = 'new_received') as requests_received,
        max(request_count) filter (where row_group = 'carried_in') as carried_in,
        max(request_count) filter (where row_group = 'granted') as granted_count,
        max(request_count) filter (where row_group = 'partial') as partial_count,
        max(request_count) filter (where row_group = 'refused') as refused_count,
        max(request_count) filter (where row_group = 'unable') as unable_count,
        max(request_count) filter (where row_group = 'not_processed') as not_processed_count,
        max(request_count) filter (where row_group = 'other') as other_count,
        max(request_count) filter (where row_group = 'processed_total') as processed_total,
        max(request_count) filter (where row_group = 'carried_out') as carried_out
    from request_rows
    group by report_id, applicant_code
),

funnels as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.report_scope,
        by_applicant.applicant_code,
        case
            when reports.form_s is not null then measures.requests_received
            else by_applicant.requests_received
        end as requests_received,
        by_applicant.carried_in,
        by_applicant.granted_count,
        by_applicant.partial_count,
        by_applicant.refused_count,
        by_applicant.unable_count,
        by_applicant.not_processed_count,
        by_applicant.other_count,
        case
            when reports.form_s is not null then measures.processed_total
            else by_applicant.processed_total
        end as processed_total,
        by_applicant.carried_out,
        reports.form_s is not null as has_no_such_row
    from by_applicant
    inner join reports on by_applicant.report_id = reports.report_id
    inner join measures on by_applicant.report_id = measures.report_id
)

select
    * exclude (has_no_such_row),
    requests_received + carried_in as requests_load,
    processed_total - (
        granted_count + partial_count + refused_count
        + unable_count + other_count
        + case when has_no_such_row then 0 else not_processed_count end
    ) as outcome_gap,
    requests_received + carried_in - processed_total - carried_out as balance_gap
from funnels
order by report_id, applicant_code
