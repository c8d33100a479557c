-- One row per report of the old version that the new one does not have.
select
    agency.canonical_name as agency,
    report.report_year,
    report.report_scope as scope,
    report.report_id
from old.marts.dim_report as report
anti join new.marts.dim_report as known on report.report_id = known.report_id
left join old.marts.dim_agency as agency on report.agency_id = agency.agency_id
order by report.report_year desc, agency, scope
