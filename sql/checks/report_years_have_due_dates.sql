-- One row per report year and scope that form_years.csv does not know.
-- severity: error
-- fault: ours
select distinct
    reports.report_year,
    reports.report_scope
from staging.reports as reports
anti join seeds.form_years as years
    on reports.report_year = years.report_year and reports.report_scope = years.report_scope
