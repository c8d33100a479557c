-- One row per report year of the published version: how many reports are there, late, missing or cannot be read.
select
    report_year,
    count(*) filter (where report_id is not null) as report_count,
    count(*) filter (where coverage_status = 'late') as late_count,
    count(*) filter (where coverage_status = 'missing') as missing_count,
    count(*) filter (where coverage_status = 'unreadable') as unreadable_count
from marts.coverage
group by report_year
order by report_year desc
