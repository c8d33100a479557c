-- One row per report: share of the processed requests that was refused, all reasons together.
-- label_zh: 不予公开率
-- label_en: Refusal rate
-- unit: share
-- kind: rate
-- measures: refused_total, processed_total
-- formula: refused_total / processed_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_total as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
