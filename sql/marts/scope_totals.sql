-- One row per city, year, scope and metric: the sum over its reports; rates are sums over sums, never means of rates.
-- A government's own report is never added to those of its organs, nor a city's to those of its counties: the scope is
-- part of the key, and for governments the level.
-- by: report_year
-- zh: 口径合计：按市、年度、口径（政府报告另分层级）汇总，比率为分子和除以分母和。
with metric_values as (
    select * from marts.metric_values
    where numerator is not null and (kind = 'count' or denominator is not null)
),

reports as (
    select * from staging.report_owners
),

definitions as (
    select * from seeds.metrics
),

expected as (
    select
        rpad(substr(agencies.region_code, 1, 4), 6, '0') as city_code,
        expected_reports.report_year,
        expected_reports.report_scope,
        case when expected_reports.report_scope = 'government_aggregate' then agencies.level end
            as level,
        count(*) as expected_count
    from staging.expected_reports as expected_reports
    inner join staging.agencies as agencies on expected_reports.agency_id = agencies.agency_id
    group by all
),

summed as (
    select
        rpad(substr(reports.region_code, 1, 4), 6, '0') as city_code,
        metric_values.report_year,
        metric_values.report_scope,
        case when metric_values.report_scope = 'government_aggregate' then reports.level end
            as level,
        metric_values.metric,
        metric_values.basis,
        count(*) as report_count,
        sum(metric_values.numerator) as numerator,
        sum(metric_values.denominator) as denominator
    from metric_values
    inner join reports on metric_values.report_id = reports.report_id
    where reports.region_code is not null
    group by all
)

select
    summed.city_code,
    summed.report_year,
    summed.report_scope,
    summed.level,
    summed.metric,
    summed.basis,
    summed.report_count,
    expected.expected_count,
    summed.report_count / nullif(expected.expected_count, 0) as coverage_share,
    summed.numerator,
    summed.denominator,
    case
        when definitions.kind = 'count' then summed.numerator
        else definitions.scale * summed.numerator / nullif(summed.denominator, 0)
    end as value
from summed
inner join definitions on summed.metric = definitions.metric
left join expected
    on
        summed.city_code = expected.city_code
        and summed.report_year = expected.report_year
        and summed.report_scope = expected.report_scope
        and summed.level is not distinct from expected.level
order by all
