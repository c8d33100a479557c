-- One row per year and coverage status: number of agencies; $scopes, $region.
select
    report_year,
    coverage_status,
    count(*) as agency_count,
    sum(count(*)) over (partition by report_year)::bigint as expected_count
from marts.coverage
where list_contains($scopes, report_scope) and ($region is null or region_code = $region)
group by report_year, coverage_status
order by report_year, coverage_status
