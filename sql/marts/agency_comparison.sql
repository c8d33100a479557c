-- One row per report and metric with a value: its rank among the same year, scope and type, or why it has none.
-- Rank 1 is the highest value: an order, not a judgement. Equal values share a rank.
-- by: report_year
-- zh: 机关横向比较：每份报告每项指标一行，同年同口径同类型的位次与不排名理由。
with judged as materialized (
    select
        *,
        case when own_reason is null then peer_key end as ranked_key
    from staging.rankable_values
),

peers as (
    select
        ranked_key,
        count(*) as peer_count,
        median(value) as peer_median
    from judged
    where ranked_key is not null
    group by ranked_key
),

counted as (
    select
        ranked_key,
        value,
        count(*) as equal_count
    from judged
    where ranked_key is not null
    group by ranked_key, value
),

placed as (
    select
        *,
        cast(sum(equal_count) over (
            partition by ranked_key
            order by value desc
        ) as bigint) as not_below_count
    from counted
)

select
    judged.report_id,
    judged.agency_id,
    judged.canonical_name,
    judged.report_year,
    judged.report_scope,
    judged.agency_type,
    judged.metric,
    judged.basis,
    judged.numerator,
    judged.denominator,
    judged.value,
    judged.ci_low,
    judged.ci_high,
    judged.own_reason is null as is_rankable,
    peers.peer_count,
    case when peers.peer_count >= 5 then placed.not_below_count - placed.equal_count + 1 end
        as peer_rank,
    case
        when peers.peer_count >= 5
            then (peers.peer_count - placed.not_below_count) / (peers.peer_count - 1)
    end as peer_percentile,
    case when peers.peer_count >= 5 then peers.peer_median end as peer_median,
    coalesce(
        judged.own_reason,
        case when peers.peer_count < 5 then 'fewer than 5 peers' end
    ) as unranked_reason
from judged
left join peers on judged.ranked_key = peers.ranked_key
left join placed on judged.ranked_key = placed.ranked_key and judged.value = placed.value
