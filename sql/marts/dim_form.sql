-- One row per form generation.
-- zh: 表格格式维表。
with forms as (
    select * from seeds.forms
),

cells as (
    select
        form_id,
        count(*) as cell_count
    from seeds.form_cells
    group by form_id
)

select
    forms.form_id,
    forms.form_order,
    forms.label_zh,
    forms.instrument,
    forms.first_year,
    forms.last_year,
    coalesce(cells.cell_count, 0) as cell_count
from forms
left join cells on forms.form_id = cells.form_id
order by forms.form_order
