-- One row per report: share of the refusals for the reason process information.
-- label_zh: 不予公开占比：属于四类过程性信息
-- label_en: Share of refusals: process information
-- unit: share
-- kind: rate
-- measures: refused_process_info, refused_total
-- formula: refused_process_info / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_process_info as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
