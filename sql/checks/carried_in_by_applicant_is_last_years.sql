-- One row per report and kind of applicant whose carried-in number is not what last year's report carried out.
-- Where another agency was taken over, its share is in it too: nobody is accused.
-- by: agency_id
-- rule: T3_CARRY
-- severity: warn
-- fault: agency
with reports as (
    select * from staging.reports
),

request_rows as (
    select * from staging.request_rows
    where applicant_code not in ('total', 'legal_or_org')
),

carried_in as (
    select * from request_rows
    where row_group = 'carried_in'
),

carried_out as (
    select * from request_rows
    where row_group = 'carried_out'
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    't3.carried_in.' || carried_in.applicant_code as scope_key,
    concat(
        '上年结转 ', carried_in.request_count, ' (', carried_in.applicant_code,
        '), but the report on ', reports.report_year - 1, ' carries out ',
        carried_out.request_count
    ) as message,
    carried_in.request_count as left_value,
    carried_out.request_count as right_value,
    carried_in.request_count - carried_out.request_count as delta,
    ['t3.carried_in.' || carried_in.applicant_code] as cell_codes
from reports
inner join reports as previous
    on
        reports.agency_id = previous.agency_id
        and reports.report_scope = previous.report_scope
        and reports.report_year = previous.report_year + 1
inner join carried_in on reports.report_id = carried_in.report_id
inner join carried_out
    on
        previous.report_id = carried_out.report_id
        and carried_in.applicant_code = carried_out.applicant_code
anti join staging.succession_links as links on reports.report_id = links.report_id
where carried_in.request_count <> carried_out.request_count
