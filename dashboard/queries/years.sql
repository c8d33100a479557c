-- One row per report year with reports of these scopes; is_full: not just beginning. $scopes.
select
    report_year,
    count(*) as report_count,
    count(*) * 2 >= max(count(*)) over () as is_full
from marts.dim_report
where list_contains($scopes, report_scope)
group by report_year
order by report_year desc
