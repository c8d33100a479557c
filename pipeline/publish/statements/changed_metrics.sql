-- One row per metric of a report in both versions whose numerator, denominator or value changed.
with
touched as (
    select report_id from gongkai_touched where table_name = 'metrics.all_metrics'
),

old_metrics as (
    select metric.*
    from old.metrics.all_metrics as metric
    semi join touched on metric.report_id = touched.report_id
),

new_metrics as (
    select metric.*
    from new.metrics.all_metrics as metric
    semi join touched on metric.report_id = touched.report_id
)

select
    agency.canonical_name as agency,
    report.report_year,
    metric,
    before.value as value_before,
    after.value as value_after,
    before.numerator as numerator_before,
    after.numerator as numerator_after,
    before.denominator as denominator_before,
    after.denominator as denominator_after
from old_metrics as before
full join new_metrics as after using (report_id, metric)
inner join old.marts.dim_report as known using (report_id)
inner join new.marts.dim_report as report using (report_id)
left join new.marts.dim_agency as agency on report.agency_id = agency.agency_id
where
    before.value is distinct from after.value
    or before.numerator is distinct from after.numerator
    or before.denominator is distinct from after.denominator
order by report.report_year desc, agency, metric
