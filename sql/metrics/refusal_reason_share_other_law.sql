-- One row per report: share of the refusals for the reason forbidden by another law.
-- label_zh: 不予公开占比：其他法律行政法规禁止公开
-- label_en: Share of refusals: forbidden by another law
-- unit: share
-- kind: rate
-- measures: refused_other_law, refused_total
-- formula: refused_other_law / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_other_law as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
