-- One row per metric value with the reason, if any, that keeps it out of ranks.
-- `peer_key` stands for year, scope, type, metric and basis: windows over one number are much cheaper.
-- materialized: view
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
    hash(
        metric_values.report_year, metric_values.report_scope, agencies.agency_type,
        metric_values.metric, metric_values.basis
    ) as peer_key,
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
