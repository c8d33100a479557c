-- One row per report: share of the new requests that natural persons made.
-- label_zh: 自然人申请占比
-- label_en: Natural persons' share
-- unit: share
-- kind: rate
-- measures: requests_natural, requests_received
-- formula: requests_natural / requests_received
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        requests_natural as numerator,
        requests_received as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
