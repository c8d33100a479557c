-- One row per government report and count: its own number beside the sum of its organs' reports, as information.
-- Organs and counties below a city are summed apart; a part that is missing makes the sum smaller.
-- by: report_year
-- zh: 政府与所属机关对照：政府自身数值与所属报告之和，仅供参考。
with reports as (
    select * from staging.report_owners
),

agencies as (
    select * from staging.agencies
),

metric_values as (
    select * from marts.metric_values
    where kind = 'count' and basis = 'table'
),

expected as (
    select
        agencies.parent_agency_id,
        expected_reports.report_year,
        count(*) as expected_part_count
    from staging.expected_reports as expected_reports
    inner join agencies on expected_reports.agency_id = agencies.agency_id
    group by agencies.parent_agency_id, expected_reports.report_year
),

parts as (
    select
        agencies.parent_agency_id,
        metric_values.report_year,
        metric_values.metric,
        count(metric_values.value) as part_count,
        sum(metric_values.value) filter (
            where metric_values.report_scope <> 'government_aggregate'
        ) as organ_sum,
        sum(metric_values.value) filter (
            where metric_values.report_scope = 'government_aggregate'
        ) as county_sum
    from metric_values
    inner join agencies on metric_values.agency_id = agencies.agency_id
    where agencies.parent_agency_id is not null
    group by agencies.parent_agency_id, metric_values.report_year, metric_values.metric
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    metric_values.metric,
    metric_values.value as own_value,
    parts.organ_sum,
    parts.county_sum,
    parts.part_count,
    expected.expected_part_count,
    metric_values.value
    - (coalesce(parts.organ_sum, 0) + coalesce(parts.county_sum, 0)) as delta
from metric_values
inner join reports on metric_values.report_id = reports.report_id
inner join parts
    on
        metric_values.agency_id = parts.parent_agency_id
        and metric_values.report_year = parts.report_year
        and metric_values.metric = parts.metric
left join expected
    on
        metric_values.agency_id = expected.parent_agency_id
        and metric_values.report_year = expected.report_year
where reports.report_scope = 'government_aggregate' and metric_values.value is not null
order by reports.report_id, metric_values.metric
