-- One row per agency and scope it has reports of, governments first; $scopes.
select
    agencies.agency_id,
    agencies.canonical_name,
    agencies.agency_type,
    agencies.region_name,
    count(*) as report_count,
    max(reports.report_year) as last_report_year
from marts.dim_report as reports
inner join marts.dim_agency as agencies on reports.agency_id = agencies.agency_id
where list_contains($scopes, reports.report_scope)
group by all
order by
    min(reports.report_scope <> 'government_aggregate'), agencies.region_name nulls last,
    agencies.agency_type, agencies.agency_id
