-- One row per report: licensing decisions of the year.
-- label_zh: 行政许可决定数
-- label_en: Licensing decisions
-- unit: decisions
-- kind: count
-- measures: decisions_licensing
-- formula: decisions_licensing
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        decisions_licensing as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
