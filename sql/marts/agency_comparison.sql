-- One row per report and metric with a value: its rank among the same year, scope and type, or why it has none.
-- Rank 1 is the highest value: an order, not a judgement. Equal values share a rank.
-- zh: 机关横向比较：每份报告每项指标一行，同年同口径同类型的位次与不排名理由。
with metric_values as (
    select * from marts.metric_values
    where value is not null
),

agencies as (
    select * from staging.agencies
),

blocked as (
    select * from staging.blocked_metrics
),

judged as (
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
),

ranked as (
    select
        *,
        count(*) over peers as peer_count,
        rank() over (peers order by value desc) as peer_rank,
        percent_rank() over (peers order by value) as peer_percentile,
        median(value) over peers as peer_median
    from judged
    window peers as (
        partition by report_year, report_scope, agency_type, metric, basis, own_reason is null
    )
)

select
    report_id,
    agency_id,
    canonical_name,
    report_year,
    report_scope,
    agency_type,
    metric,
    basis,
    numerator,
    denominator,
    value,
    ci_low,
    ci_high,
    own_reason is null as is_rankable,
    case when own_reason is null then peer_count end as peer_count,
    case when own_reason is null and peer_count >= 5 then peer_rank end as peer_rank,
    case when own_reason is null and peer_count >= 5 then peer_percentile end as peer_percentile,
    case when own_reason is null and peer_count >= 5 then peer_median end as peer_median,
    coalesce(
        own_reason,
        case when peer_count < 5 then 'fewer than 5 peers' end
    ) as unranked_reason
from ranked
order by report_year, metric, report_scope, agency_type, value desc, agency_id
