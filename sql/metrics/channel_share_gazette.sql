-- One row per report that lists at least two channels which add up: the share of the gazette.
-- label_zh: 政府公报公开占比
-- label_en: Share disclosed by the gazette
-- unit: share
-- kind: rate
-- measures: channel_gazette, channels_listed, proactive_volume
-- formula: channel_gazette / sum of the channels listed, where these agree with the stated total
with channels as (
    select * from staging.report_channels
),

counted as (
    select
        report_id,
        channel_volume as numerator,
        channel_sum as denominator
    from channels
    where channel = 'gazette' and channel_count >= 2 and is_sum_held
)

select
    report_id,
    numerator,
    denominator,
    numerator / nullif(denominator, 0) as value
from counted
