-- One row per report: whose it is, on which year and in which scope. Apart from staging.reports because it stays as it is
-- when a report gets another document, and with it all that compares texts or places values among others.
-- by: report_id
-- zh: 报告所属机关与年度。
with reports as (
    select * from staging.reports
)

select
    report_id,
    agency_id,
    report_year,
    report_scope,
    level,
    region_code,
    form_s
from reports
