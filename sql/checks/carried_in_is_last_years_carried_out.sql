-- One row per report whose carried-in total is not what last year's report carried out.
-- Where another agency was taken over, its share is in it too: nobody is accused.
-- by: agency_id
-- rule: T3_CARRY
-- severity: error
-- fault: agency
with reports as (
    select * from staging.reports
),

measures as (
    select * from staging.report_measures
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    't3.carried_in.total' as scope_key,
    concat(
        '上年结转 ', measures.carried_in, ', but the report on ', reports.report_year - 1,
        ' carries out ', previous_measures.carried_out
    ) as message,
    measures.carried_in as left_value,
    previous_measures.carried_out as right_value,
    measures.carried_in - previous_measures.carried_out as delta,
    ['t3.carried_in.total'] as cell_codes
from reports
inner join reports as previous
    on
        reports.agency_id = previous.agency_id
        and reports.report_scope = previous.report_scope
        and reports.report_year = previous.report_year + 1
inner join measures on reports.report_id = measures.report_id
inner join measures as previous_measures on previous.report_id = previous_measures.report_id
anti join staging.succession_links as links on reports.report_id = links.report_id
where measures.carried_in <> previous_measures.carried_out
