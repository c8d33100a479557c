-- One row per series: the year from which on its mean differs most, with two years at least on each side.
-- by: agency_id
-- zh: 序列变点：前后均值差异最大的年份。
with recent as (
    select * from marts.long_series
    qualify segment_no = max(segment_no) over (partition by hash(agency_id, report_scope, metric))
),

sums as (
    select
        agency_id,
        report_scope,
        metric,
        report_year,
        count(*) over whole as year_count,
        sum(value) over whole as whole_sum,
        count(*) over before_it as before_count,
        sum(value) over before_it as before_sum
    from recent
    window
        whole as (partition by hash(agency_id, report_scope, metric)),
        before_it as (
            partition by hash(agency_id, report_scope, metric)
            order by report_year rows between unbounded preceding and 1 preceding
        )
),

splits as (
    select
        agency_id,
        report_scope,
        metric,
        report_year,
        round(before_sum / before_count, 10) as before_mean,
        round((whole_sum - before_sum) / (year_count - before_count), 10) as after_mean,
        before_count * (year_count - before_count) / year_count as split_weight
    from sums
    where before_count >= 2 and year_count - before_count >= 2
),

best as (
    select
        agency_id,
        report_scope,
        metric,
        max({
            'between_squares': round(split_weight * pow(after_mean - before_mean, 2), 10),
            'earlier': -report_year,
            'before_mean': before_mean,
            'after_mean': after_mean
        }) as split
    from splits
    where before_mean <> after_mean
    group by agency_id, report_scope, metric
)

select
    best.agency_id,
    best.report_scope,
    best.metric,
    -split.earlier as change_year,
    split.before_mean as before_mean,
    split.after_mean as after_mean,
    split.between_squares as between_squares
from best
