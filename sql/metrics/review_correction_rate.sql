-- One row per report: share of the decided reviews that corrected the organ.
-- label_zh: 复议纠错率
-- label_en: Review correction rate
-- unit: share
-- kind: rate
-- measures: review_corrected, review_decided
-- formula: review_corrected / (review_total - review_pending)
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        review_corrected as numerator,
        review_decided as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
