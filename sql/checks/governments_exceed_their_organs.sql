-- One row per government report whose own number of requests is below that of one of its organs.
-- by: report_year
-- rule: SCOPE_MAX
-- severity: info
-- fault: agency
with reports as (
    select * from staging.reports
),

agencies as (
    select * from staging.agencies
),

measures as (
    select * from staging.report_measures
),

organs as (
    select
        agencies.parent_agency_id,
        reports.report_year,
        max(measures.requests_received) as requests_received,
        arg_max(agencies.canonical_name, measures.requests_received) as canonical_name
    from reports
    inner join agencies on reports.agency_id = agencies.agency_id
    inner join measures on reports.report_id = measures.report_id
    where agencies.parent_agency_id is not null
    group by agencies.parent_agency_id, reports.report_year
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    't3.new_received.total' as scope_key,
    concat(
        measures.requests_received, ' requests, but ', organs.canonical_name, ' alone has ',
        organs.requests_received
    ) as message,
    measures.requests_received as left_value,
    organs.requests_received as right_value,
    measures.requests_received - organs.requests_received as delta,
    ['t3.new_received.total'] as cell_codes
from reports
inner join measures on reports.report_id = measures.report_id
inner join organs
    on
        reports.agency_id = organs.parent_agency_id
        and reports.report_year = organs.report_year
where
    reports.report_scope = 'government_aggregate'
    and measures.requests_received < organs.requests_received
