-- One row per report: normative documents repealed in the year.
-- label_zh: 规范性文件废止数
-- label_en: Normative documents repealed
-- unit: documents
-- kind: count
-- measures: docs_repealed
-- formula: docs_repealed
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        docs_repealed as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
