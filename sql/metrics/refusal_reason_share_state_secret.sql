-- One row per report: share of the refusals for the reason state secret.
-- label_zh: 不予公开占比：属于国家秘密
-- label_en: Share of refusals: state secret
-- unit: share
-- kind: rate
-- measures: refused_state_secret, refused_total
-- formula: refused_state_secret / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_state_secret as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
