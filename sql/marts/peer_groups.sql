-- One row per report and rankable metric: where it stands among agencies of its type, level and size that year.
-- No position under 5 peers.
-- by: report_year
-- zh: 同类组：同类型、层级、规模组中的位置。
with compared as (
    select * from marts.agency_comparison
    where is_rankable
),

sizes as (
    select * from staging.report_sizes
),

grouped as (
    select
        compared.*,
        sizes.level,
        sizes.size_band,
        hash(
            compared.report_year, compared.report_scope, compared.agency_type,
            sizes.level, sizes.size_band, compared.metric, compared.basis
        ) as group_key
    from compared
    inner join sizes on compared.report_id = sizes.report_id
),

bands as (
    select
        group_key,
        count(*) as group_count,
        quantile_cont(value, 0.25) as group_q1,
        quantile_cont(value, 0.5) as group_median,
        quantile_cont(value, 0.75) as group_q3
    from grouped
    group by group_key
    having count(*) >= 5
)

select
    grouped.report_id,
    grouped.agency_id,
    grouped.report_year,
    grouped.report_scope,
    grouped.agency_type,
    grouped.level,
    grouped.size_band,
    grouped.metric,
    grouped.value,
    bands.group_count,
    bands.group_q1,
    bands.group_median,
    bands.group_q3,
    case
        when bands.group_count is not null
            then rank() over (partition by grouped.group_key order by grouped.value desc)
    end as group_rank,
    grouped.value - bands.group_median as median_distance
from grouped
left join bands on grouped.group_key = bands.group_key
