-- One row per form and cell: its code and the labels printed there.
-- zh: 单元格维表：各格式的单元格代码与所印名称。
select
    form_id,
    cell_code,
    part,
    row_code,
    col_code,
    row_label_zh,
    col_label_zh,
    unit,
    kind,
    outcome_group
from seeds.form_cells
order by form_id, cell_code
