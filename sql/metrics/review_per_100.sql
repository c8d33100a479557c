-- One row per report: review cases per 100 processed requests; cases may concern requests of last year.
-- label_zh: 每百件申请复议数
-- label_en: Reviews per 100 requests
-- unit: cases per 100
-- kind: intensity
-- measures: review_total, processed_total
-- formula: 100 * review_total / processed_total
-- scale: 100
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        review_total as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    100 * numerator / nullif(denominator, 0) as value
from counted
