-- One row per report: share of the processed requests that was not processed.
-- label_zh: 不予处理率
-- label_en: Not-processed rate
-- unit: share
-- kind: rate
-- measures: not_processed_total, processed_total
-- formula: not_processed_total / processed_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        not_processed_total as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
