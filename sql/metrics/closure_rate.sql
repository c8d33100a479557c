-- One row per report: share of the requests to be handled that was processed in the year.
-- label_zh: 办结率
-- label_en: Closure rate
-- unit: share
-- kind: rate
-- measures: processed_total, requests_received, carried_in
-- formula: processed_total / (requests_received + carried_in)
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        processed_total as numerator,
        requests_received + carried_in as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
