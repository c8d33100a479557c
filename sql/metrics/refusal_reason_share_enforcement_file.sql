-- One row per report: share of the refusals for the reason enforcement file.
-- label_zh: 不予公开占比：属于行政执法案卷
-- label_en: Share of refusals: enforcement file
-- unit: share
-- kind: rate
-- measures: refused_enforcement_file, refused_total
-- formula: refused_enforcement_file / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_enforcement_file as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
