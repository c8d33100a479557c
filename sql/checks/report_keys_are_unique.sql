-- One row per agency, year and scope that has more than one report.
-- by: agency_id
-- severity: error
-- fault: ours
select
    agency_id,
    report_year,
    report_scope,
    count(*) as report_count
from marts.dim_report
group by agency_id, report_year, report_scope
having count(*) > 1
