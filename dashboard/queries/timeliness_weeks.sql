-- One row per week before or after the due date: reports published in it; week 0 ends on the due date.
-- Weeks before -12 count as -12, those after 26 as 26: some dates are wrong by years. $scopes, $region, $year.
select
    greatest(-12, least(26, ceil(
        date_diff('day', timeliness.due_date, timeliness.published_on) / 7
    )))::integer as week_no,
    count(*) as report_count,
    count(*) filter (timeliness.published_on > timeliness.due_date) as late_count,
    min(timeliness.published_on) as first_on,
    max(timeliness.published_on) as last_on
from marts.timeliness as timeliness
inner join marts.dim_agency as agencies on timeliness.agency_id = agencies.agency_id
where
    timeliness.report_year = $year and timeliness.published_on is not null
    and timeliness.due_date is not null
    and list_contains($scopes, timeliness.report_scope)
    and ($region is null or agencies.region_code = $region)
group by week_no
order by week_no
