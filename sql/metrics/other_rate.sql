-- One row per report: share of the processed requests that was ended otherwise.
-- label_zh: 其他处理率
-- label_en: Other-outcome rate
-- unit: share
-- kind: rate
-- measures: other_total, processed_total
-- formula: other_total / processed_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        other_total as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
