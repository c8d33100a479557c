-- One row per report: share of the refusals for the reason internal affairs.
-- label_zh: 不予公开占比：属于三类内部事务信息
-- label_en: Share of refusals: internal affairs
-- unit: share
-- kind: rate
-- measures: refused_internal_affairs, refused_total
-- formula: refused_internal_affairs / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_internal_affairs as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
