-- One row per agency, metric and year with a value: the series, numbered anew after every break.
-- by: agency_id
-- zh: 长序列：逢不可比则分段编号。
with steps as (
    select * from marts.year_over_year
    where value is not null
)

select
    agency_id,
    report_scope,
    metric,
    report_year,
    report_id,
    value,
    small_n,
    comparability,
    reason_zh,
    reason_en,
    sum(case when comparability in ('comparable', 'caution') then 0 else 1 end) over (
        partition by hash(agency_id, report_scope, metric)
        order by report_year
        rows unbounded preceding
    ) as segment_no
from steps
