-- One row per report: reviews and direct suits per processed request; suits after a review are not counted twice.
-- label_zh: 争议率
-- label_en: Dispute rate
-- unit: cases per request
-- kind: intensity
-- measures: review_total, litigation_direct_total, processed_total
-- formula: (review_total + litigation_direct_total) / processed_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        review_total + litigation_direct_total as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
