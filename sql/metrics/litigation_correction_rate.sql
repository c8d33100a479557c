-- One row per report: share of the decided suits that corrected the organ.
-- label_zh: 诉讼纠错率
-- label_en: Litigation correction rate
-- unit: share
-- kind: rate
-- measures: litigation_corrected, litigation_decided
-- formula: litigation_corrected / (litigation_total - litigation_pending)
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        litigation_corrected as numerator,
        litigation_decided as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
