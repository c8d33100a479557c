-- One row per report: share of the processed requests that was granted in full.
-- label_zh: 予以公开率
-- label_en: Granted rate
-- unit: share
-- kind: rate
-- measures: granted_broad, processed_total
-- formula: granted / processed_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        granted_broad as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
