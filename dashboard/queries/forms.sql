-- One row per form generation, oldest first, with the number of reports that use it.
select
    forms.form_id,
    forms.label_zh,
    forms.instrument,
    forms.first_year,
    forms.last_year,
    forms.cell_count,
    count(reports.report_id) as report_count
from marts.dim_form as forms
left join marts.dim_report as reports on forms.form_id = reports.form_id
group by all
order by forms.first_year
