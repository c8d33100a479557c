-- One row per report: share of the refusals for the reason third-party rights.
-- label_zh: 不予公开占比：保护第三方合法权益
-- label_en: Share of refusals: third-party rights
-- unit: share
-- kind: rate
-- measures: refused_third_party, refused_total
-- formula: refused_third_party / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_third_party as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
