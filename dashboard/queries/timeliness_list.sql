-- One row per agency in one year, the latest and the missing first; $scopes, $region, $year.
select
    agencies.canonical_name,
    timeliness.report_scope,
    timeliness.timeliness_status,
    timeliness.due_date,
    timeliness.published_on,
    timeliness.days_late,
    timeliness.date_source,
    reports.url
from marts.timeliness as timeliness
inner join marts.dim_agency as agencies on timeliness.agency_id = agencies.agency_id
left join marts.dim_report as reports on timeliness.report_id = reports.report_id
where
    timeliness.report_year = $year
    and list_contains($scopes, timeliness.report_scope)
    and ($region is null or agencies.region_code = $region)
    and (timeliness.timeliness_status <> 'missing' or timeliness.is_verified)
order by
    case timeliness.timeliness_status
        when 'missing' then 1 when 'late' then 2 when 'late_unconfirmed' then 3
        when 'unknown_date' then 4 else 5
    end,
    timeliness.days_late desc nulls last, timeliness.published_on desc nulls last,
    timeliness.agency_id
limit 2000
