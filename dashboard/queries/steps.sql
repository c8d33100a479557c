-- One row per metric whose step into this year is a break for most of its reports, with the reason; $year, $scopes.
select
    metric,
    any_value(reason_zh) filter (comparability = 'break') as reason_zh,
    any_value(reason_en) filter (comparability = 'break') as reason_en
from marts.year_over_year
where report_year = $year and list_contains($scopes, report_scope) and comparability <> 'none'
group by metric
having count(*) filter (comparability = 'break') * 2 > count(*)
