-- One row per report and metric that this or the year before has a value of, classed by comparability.
-- zh: 相邻两年的指标数值及可比性。
with metric_values as (
    select * from marts.metric_values
),

reports as (
    select * from staging.reports
),

steps as (
    select * from staging.metric_steps
),

pairs as (
    select
        current_values.*,
        previous_values.report_id as previous_report_id,
        previous_values.value as previous_value,
        previous_values.basis as previous_basis,
        coalesce(previous_values.small_n, false) as previous_small_n
    from metric_values as current_values
    left join metric_values as previous_values
        on
            current_values.agency_id = previous_values.agency_id
            and current_values.report_scope = previous_values.report_scope
            and current_values.metric = previous_values.metric
            and current_values.report_year = previous_values.report_year + 1
    where current_values.value is not null or previous_values.value is not null
)

select
    pairs.*,
    case
        when previous_reports.report_id is null then 'none'
        when pairs.value is null or pairs.previous_value is null then 'none'
        when
            pairs.basis <> pairs.previous_basis
            and 'table' not in (pairs.basis, pairs.previous_basis)
            then 'break'
        else steps.comparability
    end as comparability,
    case
        when previous_reports.report_id is null then '上年没有报告'
        when pairs.value is null or pairs.previous_value is null then '一方没有数值'
        when
            pairs.basis <> pairs.previous_basis
            and 'table' not in (pairs.basis, pairs.previous_basis)
            then '计量单位不同'
        else steps.reason_zh
    end as reason_zh,
    case
        when previous_reports.report_id is null then 'no report on the year before'
        when pairs.value is null or pairs.previous_value is null then 'one of the two has no value'
        when
            pairs.basis <> pairs.previous_basis
            and 'table' not in (pairs.basis, pairs.previous_basis)
            then 'the units differ'
        else steps.reason_en
    end as reason_en
from pairs
inner join reports on pairs.report_id = reports.report_id
left join reports as previous_reports
    on pairs.previous_report_id = previous_reports.report_id
left join steps
    on
        previous_reports.form_profile = steps.from_profile
        and reports.form_profile = steps.to_profile
        and pairs.metric = steps.metric
