-- One row per agency and metric: slope and strongest change point of the series since its last break.
-- A change point splits the years where the means before and after differ most; two years at least on each side.
-- zh: 趋势：最近可比段的斜率与变点。
with recent as (
    select * from marts.long_series
    qualify segment_no = max(segment_no) over (partition by agency_id, report_scope, metric)
),

splits as (
    select
        agency_id,
        report_scope,
        metric,
        report_year,
        count(*) over before_it as before_count,
        avg(value) over before_it as before_mean,
        count(*) over from_it as after_count,
        avg(value) over from_it as after_mean
    from recent
    window
        before_it as (
            partition by agency_id, report_scope, metric
            order by report_year rows between unbounded preceding and 1 preceding
        ),
        from_it as (
            partition by agency_id, report_scope, metric
            order by report_year rows between current row and unbounded following
        )
),

change_points as (
    select distinct on (agency_id, report_scope, metric)
        agency_id,
        report_scope,
        metric,
        report_year as change_year,
        before_mean,
        after_mean,
        pow(after_mean - before_mean, 2)
        * before_count * after_count / (before_count + after_count) as between_squares
    from splits
    where before_count >= 2 and after_count >= 2 and before_mean <> after_mean
    order by agency_id, report_scope, metric, between_squares desc, report_year
),

slopes as (
    -- ordered: floating sums must not depend on which thread was first
    select
        agency_id,
        report_scope,
        metric,
        min(report_year) as first_year,
        max(report_year) as last_year,
        count(*) as year_count,
        arg_min(value, report_year) as first_value,
        arg_max(value, report_year) as last_value,
        regr_slope(value, report_year order by report_year) as slope,
        case
            when var_pop(value order by report_year) > 0
                then regr_r2(value, report_year order by report_year)
        end as slope_r2,
        var_pop(value order by report_year) * count(*) as total_squares
    from recent
    group by agency_id, report_scope, metric
)

select
    slopes.* exclude (total_squares),
    change_points.change_year,
    change_points.before_mean,
    change_points.after_mean,
    change_points.between_squares / nullif(slopes.total_squares, 0) as change_strength
from slopes
left join change_points using (agency_id, report_scope, metric)
where slopes.year_count >= 3
order by all
