-- One row per report: share of the processed requests that was granted in full or in part.
-- label_zh: 公开率
-- label_en: Disclosure rate
-- unit: share
-- kind: rate
-- measures: granted_broad, partial, processed_total
-- formula: (granted + partial) / processed_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        granted_broad + partial as numerator,
        processed_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
