-- Who refuses most, and is that fair to say? 拒绝率 = 不予公开 ÷ 办理总数, departments of the latest year, with 95 % intervals
select
    canonical_name as "机关",
    report_year as "年度",
    numerator::int as "不予公开",
    denominator::int as "办理总数",
    printf('%.1f %%', 100 * value) as "拒绝率",
    printf('%.0f–%.0f %%', 100 * ci_low, 100 * ci_high) as "95%区间",
    coalesce(peer_rank || ' / ' || peer_count, unranked_reason) as "同类排名"
from marts.agency_comparison
where
    metric = 'refusal_rate'
    and agency_type = 'department'
    and report_scope = 'organ'
    and report_year = (select max(report_year) from marts.dim_report where report_status = 'read')
order by peer_rank nulls last, denominator desc nulls last, canonical_name
limit 8
