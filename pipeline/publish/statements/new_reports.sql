-- One row per report of the new version that the old one did not have.
select
    agency.canonical_name as agency,
    report.report_year,
    report.report_scope as scope,
    report.report_id
from new.marts.dim_report as report
anti join old.marts.dim_report as known on report.report_id = known.report_id
left join new.marts.dim_agency as agency on report.agency_id = agency.agency_id
order by report.report_year desc, agency, scope
