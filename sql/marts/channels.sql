-- One row per report and channel of proactive disclosure: its number and, where the parts add up, its share.
-- by: report_id
-- zh: 公开渠道：每份报告每个渠道一行，数量与占比。
with channels as (
    select * from staging.report_channels
),

reports as (
    select * from staging.reports
)

select
    channels.report_id,
    reports.agency_id,
    reports.report_year,
    reports.report_scope,
    channels.channel,
    channels.channel_volume,
    channels.unit,
    channels.basis,
    channels.channel_count,
    channels.channel_sum,
    channels.proactive_volume as disclosure_volume,
    channels.is_sum_held,
    case
        when channels.channel_count >= 2 and channels.is_sum_held
            then channels.channel_volume / nullif(channels.channel_sum, 0)
    end as channel_share
from channels
inner join reports on channels.report_id = reports.report_id
order by channels.report_id, channels.channel
