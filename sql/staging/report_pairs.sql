-- One row per report, with the same agency's report in the same scope on the year before, if there is one.
-- by: agency_id
-- zh: 报告及其上年报告。
with reports as (
    select * from staging.reports
)

select
    reports.report_id,
    reports.agency_id,
    reports.form_profile,
    previous.report_id as previous_report_id,
    previous.form_profile as previous_profile
from reports
left join reports as previous
    on
        reports.agency_id = previous.agency_id
        and reports.report_scope = previous.report_scope
        and reports.report_year = previous.report_year + 1
