-- One row per report: share of the refusals for the reason administrative query.
-- label_zh: 不予公开占比：属于行政查询事项
-- label_en: Share of refusals: administrative query
-- unit: share
-- kind: rate
-- measures: refused_admin_query, refused_total
-- formula: refused_admin_query / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_admin_query as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
