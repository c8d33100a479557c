-- One row per year and status: number of reports due or there; $scopes, $region.
select
    timeliness.report_year,
    timeliness.timeliness_status,
    count(*) as report_count,
    sum(count(*)) over (partition by timeliness.report_year)::bigint as year_count
from marts.timeliness as timeliness
inner join marts.dim_agency as agencies on timeliness.agency_id = agencies.agency_id
where
    list_contains($scopes, timeliness.report_scope)
    and ($region is null or agencies.region_code = $region)
    and (timeliness.timeliness_status <> 'missing' or timeliness.is_verified)
group by timeliness.report_year, timeliness.timeliness_status
order by timeliness.report_year, timeliness.timeliness_status
