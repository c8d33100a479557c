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

ranked as (
    select
        *,
        rank() over best_first as peer_rank,
        cume_dist() over best_first as not_below_share
    from judged
    window best_first as (
        partition by own_reason is null, peer_key
        order by value desc
    )
)

select
    ranked.report_id,
    ranked.agency_id,
    ranked.canonical_name,
    ranked.report_year,
    ranked.report_scope,
    ranked.agency_type,
    ranked.metric,
    ranked.basis,
    ranked.numerator,
    ranked.denominator,
    ranked.value,
    ranked.ci_low,
    ranked.ci_high,
    ranked.own_reason is null as is_rankable,
    peers.peer_count,
    case when peers.peer_count >= 5 then ranked.peer_rank end as peer_rank,
    case
        when peers.peer_count >= 5
            then round(peers.peer_count * (1 - ranked.not_below_share)) / (peers.peer_count - 1)
    end as peer_percentile,
    case when peers.peer_count >= 5 then peers.peer_median end as peer_median,
    coalesce(
        ranked.own_reason,
        case when peers.peer_count < 5 then 'fewer than 5 peers' end
    ) as unranked_reason
from ranked
left join peers on ranked.ranked_key = peers.ranked_key
