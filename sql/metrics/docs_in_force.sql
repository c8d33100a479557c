-- One row per report: normative documents in force at the end of the year.
-- label_zh: 规范性文件现行有效数
-- label_en: Normative documents in force
-- unit: documents
-- kind: count
-- measures: docs_in_force
-- formula: docs_in_force
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        docs_in_force as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
