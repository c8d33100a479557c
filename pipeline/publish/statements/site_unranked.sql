-- How many agencies are not ranked in one year, by reason; ?: year.
select
    case
        when unranked_reason = 'provisional agency' then '机关待核实'
        when unranked_reason = 'small denominator' then '办结不足 10 件'
        when unranked_reason = 'fewer than 5 peers' then '同类机关不足 5 个'
        when unranked_reason like 'disputed cell:%' then '数字对不上'
        else unranked_reason
    end as reason_zh,
    count(*) as agency_count
from marts.agency_comparison
where
    metric = 'disclosure_rate' and report_year = ? and report_scope <> 'government_aggregate'
    and unranked_reason is not null
group by reason_zh
order by agency_count desc, reason_zh
