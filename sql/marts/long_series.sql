-- One row per agency, metric and year with a value: the series, numbered anew after every break.
-- by: agency_id
-- zh: 长序列：逢不可比则分段编号。
with steps as (
    select
        *,
        hash(agency_id, report_scope, metric) as series_key
    from marts.year_over_year
    where value is not null
),

breaks as (
    select
        series_key,
        list(report_year) as break_years
    from steps
    where coalesce(comparability, 'none') not in ('comparable', 'caution')
    group by series_key
)

select
    steps.agency_id,
    steps.report_scope,
    steps.metric,
    steps.report_year,
    steps.report_id,
    steps.value,
    steps.small_n,
    steps.comparability,
    steps.reason_zh,
    steps.reason_en,
    cast(
        coalesce(len(list_filter(
            breaks.break_years,
            lambda break_year: break_year <= steps.report_year
        )), 0) as integer
    ) as segment_no
from steps
left join breaks on steps.series_key = breaks.series_key
