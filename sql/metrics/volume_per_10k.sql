-- One row per government report: items disclosed per 10,000 inhabitants.
-- label_zh: 每万人主动公开数
-- label_en: Items disclosed per 10,000 inhabitants
-- unit: items per 10,000 persons
-- kind: intensity
-- measures: proactive_volume
-- formula: 10000 * proactive_volume / population
-- scale: 10000
with report_measures as (
    select * from staging.report_measures
),

reports as (
    select * from staging.reports
),

regions as (
    select * from seeds.regions
),

counted as (
    select
        report_measures.report_id,
        report_measures.proactive_volume as numerator,
        cast(regions.population as double) as denominator
    from report_measures
    inner join reports on report_measures.report_id = reports.report_id
    left join regions on reports.region_code = regions.region_code
    where reports.report_scope = 'government_aggregate'
)

select
    report_id,
    numerator,
    denominator,
    10000 * numerator / nullif(denominator, 0) as value
from counted
