-- One row per report: share of the processed requests that was answered with unable to provide.
-- label_zh: 无法提供率
-- label_en: Unable-to-provide rate
-- unit: share
-- kind: rate
-- measures: unable_total, processed_total
-- formula: unable_total / processed_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        unable_total as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
