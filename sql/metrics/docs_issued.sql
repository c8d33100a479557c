-- One row per report: normative documents made or issued in the year.
-- label_zh: 规范性文件制发数
-- label_en: Normative documents issued
-- unit: documents
-- kind: count
-- measures: docs_made
-- formula: docs_made
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        docs_made as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
