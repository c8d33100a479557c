-- One row per report: share of the requests to be handled that was left to the next year.
-- label_zh: 结转率
-- label_en: Carry-over rate
-- unit: share
-- kind: rate
-- measures: carried_out, requests_received, carried_in
-- formula: carried_out / (requests_received + carried_in)
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        carried_out as numerator,
        requests_received + carried_in as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
