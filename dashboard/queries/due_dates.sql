-- One row per report year and scope: when the report is due.
select
    report_year,
    report_scope,
    form_id,
    due_date,
    local_due_date
from marts.dim_form_year
where report_year < (select year(max(as_of)) from seeds.as_of)
order by report_year desc, report_scope
