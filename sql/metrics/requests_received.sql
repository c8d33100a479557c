-- One row per report: requests newly received in the year.
-- label_zh: 新收申请数
-- label_en: Requests received
-- unit: requests
-- kind: count
-- measures: requests_received
-- formula: requests_received
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        requests_received as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
