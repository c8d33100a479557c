-- One row per report: items disclosed proactively, of the 2014 table, else as stated in the text.
-- label_zh: 主动公开信息数
-- label_en: Items disclosed
-- unit: items
-- kind: count
-- measures: proactive_volume
-- formula: proactive_volume
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        proactive_volume as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
