-- One row per year: how rules came out over all reports.
select
    report_year,
    sum(held_count)::bigint as held_count,
    sum(broken_count)::bigint as broken_count,
    sum(not_assessable_count)::bigint as not_assessable_count,
    sum(held_count) / nullif(sum(held_count) + sum(broken_count), 0) as held_share,
    count(*) as report_count
from marts.data_quality
where ($year is null or report_year = $year) and ($agency is null or agency_id = $agency)
group by report_year
order by report_year
