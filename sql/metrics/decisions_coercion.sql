-- One row per report: coercion decisions of the year.
-- label_zh: 行政强制决定数
-- label_en: Coercion decisions
-- unit: decisions
-- kind: count
-- measures: decisions_coercion
-- formula: decisions_coercion
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        decisions_coercion as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
