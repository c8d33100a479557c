-- One row per report after a succession and metric: its value beside that of all its predecessors together, its own
-- before the succession among them.
-- Kept apart from year_over_year: a bridge over a reform is made on request only.
-- zh: 跨改革同比：与全部前身机关之和比较，须主动选用。
with metric_values as (
    select * from marts.metric_values
),

definitions as (
    select * from seeds.metrics
),

steps as (
    select * from staging.metric_steps
),

links as (
    select * from staging.succession_links
),

summed as (
    select
        links.report_id,
        metric_values.metric,
        any_value(links.predecessor_count) as predecessor_count,
        count(metric_values.numerator) filter (
            where metric_values.kind = 'count' or metric_values.denominator is not null
        ) as known_count,
        list(links.previous_report_id order by links.previous_report_id) as previous_report_ids,
        sum(metric_values.numerator) as numerator,
        sum(metric_values.denominator) as denominator,
        max(list_position(
            ['comparable', 'caution', 'break', 'none'], steps.comparability
        )) as badness
    from links
    inner join metric_values on links.previous_report_id = metric_values.report_id
    inner join steps
        on
            links.previous_profile = steps.from_profile
            and links.form_profile = steps.to_profile
            and metric_values.metric = steps.metric
    group by links.report_id, metric_values.metric
),

bridged as (
    select
        summed.*,
        case
            when summed.known_count < summed.predecessor_count then null
            when definitions.kind = 'count' then summed.numerator
            else definitions.scale * summed.numerator / nullif(summed.denominator, 0)
        end as previous_value,
        ['comparable', 'caution', 'break', 'none'][summed.badness] as comparability
    from summed
    inner join definitions on summed.metric = definitions.metric
)

select
    metric_values.report_id,
    metric_values.agency_id,
    metric_values.report_year,
    metric_values.report_scope,
    metric_values.metric,
    metric_values.value,
    bridged.previous_report_ids,
    bridged.previous_value,
    bridged.known_count = bridged.predecessor_count as is_complete,
    case
        when bridged.comparability in ('comparable', 'caution')
            then metric_values.value - bridged.previous_value
    end as abs_change,
    case
        when bridged.comparability in ('comparable', 'caution')
            then (metric_values.value - bridged.previous_value) / nullif(bridged.previous_value, 0)
    end as pct_change,
    bridged.comparability
from bridged
inner join metric_values
    on bridged.report_id = metric_values.report_id and bridged.metric = metric_values.metric
order by metric_values.report_id, metric_values.metric
