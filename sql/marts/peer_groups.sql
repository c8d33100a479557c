-- One row per report and rankable metric: where it stands among agencies of its type, level and size that year.
-- Size is the number of requests to be handled: 0, 1 to 9, 10 to 99, 100 and more (the form of 2014 asks for those
-- received alone). No position under 5 peers.
-- by: report_year
-- zh: 同类组：同类型、层级、规模组中的位置。
with compared as (
    select * from marts.agency_comparison
    where is_rankable
),

loads as (
    select
        reports.report_id,
        reports.level,
        measures.requests_received
        + case when reports.form_s is not null then 0 else measures.carried_in end as load
    from staging.reports as reports
    inner join staging.report_measures as measures on reports.report_id = measures.report_id
),

sizes as (
    select
        report_id,
        level,
        case
            when load is null then 'unknown'
            when load = 0 then '0'
            when load < 10 then '1-9'
            when load < 100 then '10-99'
            else '100+'
        end as size_band
    from loads
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
