-- One row per report year and scope: the form in force and the day the report is due.
-- zh: 年度格式与应发布日期。
select
    report_year,
    report_scope,
    form_id,
    due_date,
    local_due_date
from seeds.form_years
order by report_year, report_scope
