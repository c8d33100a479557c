-- One row per metric value of a report or metric that is not in the dimension, or that stands twice.
-- materialized: table
-- by: report_id
-- severity: error
-- fault: ours
with metric_values as (
    select
        report_id,
        metric,
        count(*) as value_count
    from marts.metric_values
    group by report_id, metric
),

reports as (
    select * from marts.dim_report
),

definitions as (
    select * from marts.dim_metric
)

select
    metric_values.report_id,
    metric_values.metric,
    metric_values.value_count
from metric_values
left join reports on metric_values.report_id = reports.report_id
left join definitions on metric_values.metric = definitions.metric
where
    reports.report_id is null
    or definitions.metric is null
    or metric_values.value_count > 1
