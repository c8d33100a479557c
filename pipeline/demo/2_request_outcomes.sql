-- What became of requests, year by year: all organs together (Σ numerators ÷ Σ denominators; governments' own totals left out)
select
    report_year as "年度",
    count(*) as "机关数",
    sum(requests_received)::int as "新收申请",
    sum(processed_total)::int as "办理总数",
    printf('%.1f %%', 100 * sum(granted_broad) / sum(processed_total)) as "予以公开",
    printf('%.1f %%', 100 * sum(partial) / sum(processed_total)) as "部分公开",
    printf('%.1f %%', 100 * sum(refused_total) / sum(processed_total)) as "不予公开",
    printf('%.1f %%', 100 * sum(unable_total) / sum(processed_total)) as "无法提供",
    printf('%.1f %%', 100 * sum(not_processed_total) / sum(processed_total)) as "不予处理"
from marts.agency_year
where report_scope = 'organ' and processed_total is not null and report_year >= 2019
group by report_year
order by report_year
