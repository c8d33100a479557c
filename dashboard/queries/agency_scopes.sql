-- One row per scope an agency reports in; $agency.
select
    report_scope,
    count(*) as report_count
from marts.dim_report
where agency_id = $agency
group by report_scope
order by report_count desc, report_scope
