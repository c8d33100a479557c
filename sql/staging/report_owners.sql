-- One row per report: whose it is and on which year. Apart from staging.reports because it stays as it is when a report
-- gets another document, and with it all that compares texts.
-- by: report_id
-- zh: 报告所属机关与年度。
with reports as (
    select * from staging.reports
)

select
    report_id,
    agency_id,
    report_year
from reports
