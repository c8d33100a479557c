-- One row per report and metric that this or the year before has a value of, classed by comparability.
-- materialized: view
-- zh: 相邻两年的指标数值及可比性。
with metric_values as (
    select * from marts.metric_values
),

report_pairs as (
    select * from staging.report_pairs
),

steps as (
    select * from staging.metric_steps
),

successions as (
    select distinct report_id
    from staging.succession_links
),

pairs as (
    select
        current_values.*,
        report_pairs.previous_report_id,
        previous_values.value as previous_value,
        previous_values.basis as previous_basis,
        coalesce(previous_values.small_n, false) as previous_small_n,
        case
            when report_pairs.previous_report_id is null then 'no report'
            when current_values.value is null or previous_values.value is null then 'no value'
            when successions.report_id is not null then 'succession'
            when
                replace(current_values.basis, 'table', 'text:items')
                <> replace(previous_values.basis, 'table', 'text:items')
                then 'other unit'
            else 'step'
        end as case_name,
        report_pairs.previous_profile,
        report_pairs.form_profile
    from metric_values as current_values
    inner join report_pairs on current_values.report_id = report_pairs.report_id
    left join successions on report_pairs.report_id = successions.report_id
    left join metric_values as previous_values
        on
            report_pairs.previous_report_id = previous_values.report_id
            and current_values.metric = previous_values.metric
    where current_values.value is not null or previous_values.value is not null
)

select
    pairs.* exclude (case_name, previous_profile, form_profile),
    case pairs.case_name
        when 'step' then steps.comparability
        when 'other unit' then 'break'
        when 'succession' then 'break'
        else 'none'
    end as comparability,
    case pairs.case_name
        when 'step' then steps.reason_zh
        when 'other unit' then '计量单位不同'
        when 'succession' then '当年有其他机关并入或划入，合并对比见跨改革同比'
        when 'no value' then '一方没有数值'
        else '上年没有报告'
    end as reason_zh,
    case pairs.case_name
        when 'step' then steps.reason_en
        when 'other unit' then 'the units differ'
        when 'succession' then 'another agency was taken over: see year_over_year_bridged'
        when 'no value' then 'one of the two has no value'
        else 'no report on the year before'
    end as reason_en
from pairs
left join steps
    on
        pairs.previous_profile = steps.from_profile
        and pairs.form_profile = steps.to_profile
        and pairs.metric = steps.metric
