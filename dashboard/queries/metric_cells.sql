-- One row per form and cell (or figure of the prose) that a metric is made of; $metric.
select
    uses.form_id,
    uses.measure,
    uses.cell_code,
    cells.row_label_zh,
    cells.col_label_zh,
    uses.weight,
    uses.figure,
    uses.channel
from marts.metric_cells as uses
left join marts.dim_cell as cells on uses.form_id = cells.form_id and uses.cell_code = cells.cell_code
where uses.metric = $metric
order by uses.form_id, uses.measure, uses.cell_code
