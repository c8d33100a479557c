-- One row per metric and pair of form combinations: the worst comparability of the measures it uses.
-- zh: 指标跨格式组合可比性。
with profiles as (
    select distinct form_profile from staging.reports
),

metric_measures as (
    select * from seeds.metric_measures
),

forms as (
    select * from staging.profile_forms
),

steps as (
    select * from seeds.measure_steps
),

classes as (
    select
        before.form_profile as from_profile,
        after.form_profile as to_profile,
        metric_measures.metric,
        from_forms.form_id as from_form,
        to_forms.form_id as to_form,
        case
            when from_forms.form_id = to_forms.form_id then 'comparable'
            else coalesce(steps.comparability, 'none')
        end as comparability,
        case
            when from_forms.form_id = to_forms.form_id then '同一格式'
            else coalesce(steps.reason_zh, '一方报告没有这张表')
        end as reason_zh,
        case
            when from_forms.form_id = to_forms.form_id then 'same form'
            else coalesce(steps.reason_en, 'one of the two reports has no such table')
        end as reason_en
    from profiles as before
    cross join profiles as after
    cross join metric_measures
    left join forms as from_forms
        on
            before.form_profile = from_forms.form_profile
            and metric_measures.measure = from_forms.measure
    left join forms as to_forms
        on
            after.form_profile = to_forms.form_profile
            and metric_measures.measure = to_forms.measure
    left join steps
        on
            metric_measures.measure = steps.measure
            and from_forms.form_id = steps.from_form
            and to_forms.form_id = steps.to_form
),

ranked as (
    select
        *,
        list_position(['comparable', 'caution', 'break', 'none'], comparability) as badness
    from classes
)

select
    from_profile,
    to_profile,
    metric,
    arg_max(comparability, badness) as comparability,
    arg_max(reason_zh, badness) as reason_zh,
    arg_max(reason_en, badness) as reason_en,
    string_agg(distinct from_form, '/' order by from_form) as from_form,
    string_agg(distinct to_form, '/' order by to_form) as to_form
from ranked
group by from_profile, to_profile, metric
