-- One row per report: the level and size by which it has peers. Size is the number of requests to be handled: 0, 1 to 9,
-- 10 to 99, 100 and more (the form of 2014 asks for those received alone).
-- by: report_id
-- zh: 报告的层级与规模组。
with loads as (
    select
        reports.report_id,
        reports.level,
        measures.requests_received
        + case when reports.form_s is not null then 0 else measures.carried_in end as load
    from staging.report_owners as reports
    inner join staging.report_measures as measures on reports.report_id = measures.report_id
)

select
    report_id,
    level,
    case
        when load is null then 'unknown'
        when load = 0 then '0'
        when load < 10 then '1-9'
        when load < 100 then '10-99'
        else '100+'
    end as size_band
from loads
