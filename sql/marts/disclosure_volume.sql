-- One row per report that states how much was disclosed proactively: the number, its source and its credibility.
-- by: report_id
-- zh: 主动公开数量：数值、来源与可信度。
with reports as (
    select * from staging.reports
),

table_volumes as (
    select * from staging.measure_values
    where measure = 'proactive_volume'
),

text_volumes as (
    select * from staging.report_figures
    where figure = 'disclosure_total'
),

channels as (
    select
        report_id,
        max(channel_count) as channel_count,
        max(channel_sum) as channel_sum,
        bool_or(is_sum_held) as is_sum_held
    from staging.report_channels
    group by report_id
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    reports.report_scope,
    coalesce(table_volumes.value, text_volumes.value) as disclosure_volume,
    case when table_volumes.value is not null then 'table' else 'text' end as volume_source,
    case when table_volumes.value is not null then '条' else text_volumes.unit end as unit,
    case when table_volumes.value is not null then 'items' else text_volumes.unit_group end
        as unit_group,
    case when table_volumes.value is not null then 'exact' else text_volumes.qualifier end
        as qualifier,
    channels.channel_count,
    channels.channel_sum,
    channels.is_sum_held,
    masked(text_volumes.snippet) as snippet
from reports
left join table_volumes on reports.report_id = table_volumes.report_id
left join text_volumes on reports.report_id = text_volumes.report_id
left join channels on reports.report_id = channels.report_id
where coalesce(table_volumes.value, text_volumes.value) is not null
order by reports.report_id
