-- One row per report: share of the refusals for the reason endangers security or stability.
-- label_zh: 不予公开占比：危及“三安全一稳定”
-- label_en: Share of refusals: endangers security or stability
-- unit: share
-- kind: rate
-- measures: refused_security_stability, refused_total
-- formula: refused_security_stability / refused_total
with report_measures as (
    select * from staging.report_measures
),

counted as (
    select
        report_id,
        refused_security_stability as numerator,
        refused_total as denominator
    from report_measures
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
