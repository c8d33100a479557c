-- One row per report and channel of proactive disclosure: the 2014 table's rows, else what the text lists.
-- by: report_id
-- zh: 报告各公开渠道数量。
with reports as (
    select * from staging.reports
),

measures as (
    select * from staging.report_measures
),

figures as (
    select * from staging.report_figures
    where figure = 'disclosure_channel'
),

table_rows as (
    select
        report_id,
        replace(measure, 'channel_', '') as channel,
        value,
        '条' as unit,
        'items' as unit_group
    from staging.measure_values
    where measure like 'channel\_%' escape '\'
),

listed as (
    select
        report_id,
        channel,
        value,
        unit,
        unit_group,
        'table' as basis
    from table_rows
    union all
    select
        figures.report_id,
        coalesce(figures.channel, 'other') as channel,
        figures.value,
        figures.unit,
        figures.unit_group,
        'text' as basis
    from figures
    anti join table_rows on figures.report_id = table_rows.report_id
),

summed as (
    select
        report_id,
        count(*) as channel_count,
        sum(value) as channel_sum,
        max(value) as channel_max
    from listed
    group by report_id
)

select
    listed.report_id,
    listed.channel,
    listed.value as channel_volume,
    listed.unit,
    listed.unit_group,
    listed.basis,
    summed.channel_count,
    summed.channel_sum,
    measures.proactive_volume,
    case
        when measures.proactive_volume is null then null
        when reports.form_s is not null
            then measures.proactive_volume between summed.channel_max and summed.channel_sum
        else abs(measures.proactive_volume - summed.channel_sum) < 0.5
    end as is_sum_held
from listed
inner join summed on listed.report_id = summed.report_id
inner join reports on listed.report_id = reports.report_id
inner join measures on listed.report_id = measures.report_id
