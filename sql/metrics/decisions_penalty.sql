-- One row per report: penalty decisions of the year.
-- label_zh: 行政处罚决定数
-- label_en: Penalty decisions
-- unit: decisions
-- kind: count
-- measures: decisions_penalty
-- formula: decisions_penalty
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        decisions_penalty as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
