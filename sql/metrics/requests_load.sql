-- One row per report: requests to be handled in the year, newly received and carried in.
-- label_zh: 应办申请数
-- label_en: Requests to be handled
-- unit: requests
-- kind: count
-- measures: requests_received, carried_in
-- formula: requests_received + carried_in
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        requests_received + carried_in as numerator,
        cast(null as double) as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator as value
from counted
