-- One row per metric and step from one form to the next: the worst class of the measures it uses, and why.
with
forms as (
    select
        form_id,
        lead(form_id) over (order by form_order) as next_form,
        form_order
    from marts.dim_form
),

steps as (
    select
        uses.metric,
        forms.form_order,
        steps.from_form,
        steps.to_form,
        steps.comparability,
        steps.reason_zh,
        steps.reason_en,
        case steps.comparability
            when 'none' then 4 when 'break' then 3 when 'caution' then 2 else 1
        end as severity_rank
    from seeds.metric_measures as uses
    inner join seeds.measure_steps as steps on uses.measure = steps.measure
    inner join forms on steps.from_form = forms.form_id and steps.to_form = forms.next_form
)

select
    metric,
    form_order,
    from_form,
    to_form,
    arg_max(comparability, severity_rank) as comparability,
    arg_max(reason_zh, severity_rank) as reason_zh,
    arg_max(reason_en, severity_rank) as reason_en
from steps
group by metric, form_order, from_form, to_form
order by metric, form_order
