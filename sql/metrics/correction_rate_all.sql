-- One row per report: share of the decided reviews and suits that corrected the organ.
-- label_zh: 总纠错率
-- label_en: Correction rate
-- unit: share
-- kind: rate
-- measures: review_corrected, litigation_corrected, review_decided, litigation_decided
-- formula: (review_corrected + litigation_corrected) / (review_decided + litigation_decided)
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        review_corrected + litigation_corrected as numerator,
        review_decided + litigation_decided as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
