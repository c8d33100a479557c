-- One row per report of one agency and year, one scope each; $agency_id, $report_year.
select
    report_id,
    report_scope,
    report_status,
    url,
    document_sha256,
    form_t2,
    form_t3,
    form_t4,
    form_s
from marts.dim_report
where agency_id = $agency_id and report_year = $report_year
order by report_scope, report_id
