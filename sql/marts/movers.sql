-- One row per agency, year and count that changed: how much, and which part of its city's change that is.
-- The city's change is that of its agencies of the same scope; governments move among those of their own level, for a
-- city's report already contains its counties'.
-- by: report_year
-- zh: 变动贡献：各机关变化量占全市变化量的比例。
with changes as (
    select * from marts.year_over_year
    where abs_change is not null
),

definitions as (
    select * from seeds.metrics
    where kind = 'count'
),

reports as (
    select * from staging.report_owners
),

summed as (
    select
        changes.report_id,
        changes.agency_id,
        changes.report_year,
        changes.report_scope,
        changes.metric,
        changes.value,
        changes.previous_value,
        changes.abs_change,
        changes.comparability,
        rpad(substr(reports.region_code, 1, 4), 6, '0') as city_code,
        sum(changes.abs_change) over city as city_change,
        rank() over (city order by abs(changes.abs_change) desc) as mover_rank
    from changes
    inner join definitions on changes.metric = definitions.metric
    inner join reports on changes.report_id = reports.report_id
    where reports.region_code is not null
    window city as (
        partition by
            rpad(substr(reports.region_code, 1, 4), 6, '0'),
            changes.report_year, changes.report_scope, changes.metric,
            case when changes.report_scope = 'government_aggregate' then reports.level end
    )
)

select
    report_id,
    agency_id,
    report_year,
    report_scope,
    metric,
    value,
    previous_value,
    abs_change,
    comparability,
    city_code,
    city_change,
    abs_change / nullif(city_change, 0) as contribution_share,
    mover_rank
from summed
where abs_change <> 0
order by report_year, report_scope, metric, city_code, mover_rank, agency_id
