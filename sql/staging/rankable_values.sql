-- One row per metric value with the reason, if any, that keeps it out of ranks.
-- zh: 指标数值及其不排名理由。
with metric_values as (
    select * from marts.metric_values
    where value is not null
),

agencies as (
    select * from staging.agencies
),

blocked as (
    select * from staging.blocked_metrics
)

select
    metric_values.*,
    agencies.agency_type,
    agencies.canonical_name,
    case
        when agencies.is_provisional then 'provisional agency'
        when metric_values.small_n then 'small denominator'
        when blocked.blocking_rules is not null then 'disputed cell: ' || blocked.blocking_rules
    end as own_reason
from metric_values
inner join agencies on metric_values.agency_id = agencies.agency_id
left join blocked
    on
        metric_values.report_id = blocked.report_id
        and metric_values.metric = blocked.metric
