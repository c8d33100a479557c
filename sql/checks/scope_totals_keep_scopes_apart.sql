-- One row per sum that is not the sum of its own scope and level: a government's report added to those of its organs,
-- or a city's to those of its counties.
-- by: report_year
-- rule: SCOPE_DOUBLE
-- severity: error
-- fault: ours
with totals as (
    select
        report_year,
        report_scope,
        level,
        metric,
        sum(numerator) as numerator,
        sum(report_count) as report_count
    from marts.scope_totals
    group by report_year, report_scope, level, metric
),

agencies as (
    select * from marts.dim_agency
    where region_code is not null
),

reports as (
    select
        metric_values.report_year,
        agencies.report_scope,
        case when agencies.report_scope = 'government_aggregate' then agencies.level end as level,
        metric_values.metric,
        sum(metric_values.numerator) as numerator,
        count(*) as report_count
    from marts.metric_values as metric_values
    inner join agencies on metric_values.agency_id = agencies.agency_id
    where
        metric_values.numerator is not null
        and (metric_values.kind = 'count' or metric_values.denominator is not null)
    group by all
)

select
    totals.report_year,
    totals.report_scope,
    totals.level,
    totals.metric,
    totals.report_count,
    reports.report_count as own_count
from totals
left join reports
    on
        totals.report_year = reports.report_year
        and totals.report_scope = reports.report_scope
        and totals.level is not distinct from reports.level
        and totals.metric = reports.metric
where
    totals.report_count <> coalesce(reports.report_count, 0)
    or abs(totals.numerator - coalesce(reports.numerator, 0)) > 0.001
