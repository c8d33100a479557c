-- One row per report and metric that this or the year before has a value of: the change, or why there is none.
-- by: agency_id
-- zh: 同比：变化量、变化率与可比性。
with classed as (
    select * from staging.year_pairs
)

select
    report_id,
    agency_id,
    report_year,
    report_scope,
    metric,
    value,
    previous_report_id,
    previous_value,
    case when comparability in ('comparable', 'caution') then value - previous_value end
        as abs_change,
    case
        when comparability in ('comparable', 'caution')
            then (value - previous_value) / nullif(previous_value, 0)
    end as pct_change,
    comparability,
    reason_zh,
    reason_en,
    small_n or previous_small_n as small_n
from classed
