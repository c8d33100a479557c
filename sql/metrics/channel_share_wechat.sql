-- One row per report that lists at least two channels which add up: the share of WeChat.
-- label_zh: 政务微信公开占比
-- label_en: Share disclosed by WeChat
-- unit: share
-- kind: rate
-- measures: channel_wechat, channels_listed, proactive_volume
-- formula: channel_wechat / sum of the channels listed, where these agree with the stated total
with channels as (
    select * from staging.report_channels
),

counted as (
    select
        report_id,
        channel_volume as numerator,
        channel_sum as denominator
    from channels
    where channel = 'wechat' and channel_count >= 2 and is_sum_held
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
