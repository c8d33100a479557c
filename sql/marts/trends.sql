-- One row per agency and metric: slope and strongest change point of the series since its last break.
-- Three years at least; `small_n` where one of them is a rate over fewer than ten. Figures rounded, for sums of
-- floating numbers depend on their order.
-- by: agency_id
-- zh: 趋势：最近可比段的斜率与变点。
with recent as (
    select * from marts.long_series
    qualify segment_no = max(segment_no) over (
        partition by hash(agency_id, report_scope, metric)
    )
),

change_points as (
    select * from staging.change_points
),

slopes as (
    select
        agency_id,
        report_scope,
        metric,
        min(report_year) as first_year,
        max(report_year) as last_year,
        count(*) as year_count,
        arg_min(value, report_year) as first_value,
        arg_max(value, report_year) as last_value,
        -- of counts all these sums are whole numbers, so that their order changes nothing; regr_slope's differ
        round((
            count(*) * sum((report_year - 2000) * value) - sum(report_year - 2000) * sum(value)
        ) / nullif(
            count(*) * sum((report_year - 2000) * (report_year - 2000))
            - sum(report_year - 2000) * sum(report_year - 2000), 0
        ), 10) as slope,
        case
            when round(var_pop(value), 10) > 0
                then round(regr_r2(value, report_year), 8)
        end as slope_r2,
        round(var_pop(value) * count(*), 10) as total_squares,
        bool_or(small_n) as small_n
    from recent
    group by agency_id, report_scope, metric
)

select
    slopes.* exclude (total_squares),
    change_points.change_year,
    change_points.before_mean,
    change_points.after_mean,
    round(change_points.between_squares / nullif(slopes.total_squares, 0), 8) as change_strength
from slopes
left join change_points using (agency_id, report_scope, metric)
where slopes.year_count >= 3
