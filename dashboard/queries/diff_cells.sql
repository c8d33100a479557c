-- One row per cell that one of two reports has, in the form's order; $left_report, $right_report.
with
labels as (
    select
        cell_code,
        any_value(replace(row_label_zh, '/', ' › ')) as row_label,
        any_value(replace(col_label_zh, '/', ' › ')) as col_label
    from marts.dim_cell
    group by cell_code
),

left_cells as (
    select * from marts.fct_observation
    where report_id = $left_report
),

right_cells as (
    select * from marts.fct_observation
    where report_id = $right_report
)

select
    split_part(coalesce(left_cells.cell_code, right_cells.cell_code), '.', 1) as part,
    coalesce(left_cells.cell_code, right_cells.cell_code) as cell_code,
    coalesce(labels.row_label, left_cells.row_label, right_cells.row_label) as row_label,
    labels.col_label,
    left_cells.value_raw as left_raw,
    right_cells.value_raw as right_raw,
    left_cells.filled as left_value,
    right_cells.filled as right_value,
    right_cells.filled - left_cells.filled as delta,
    left_cells.source_cell as left_cell,
    right_cells.source_cell as right_cell,
    left_cells.filled is distinct from right_cells.filled
    or (
        left_cells.filled is null
        and left_cells.value_raw is distinct from right_cells.value_raw
    ) as is_different
from left_cells
full outer join right_cells on left_cells.cell_code = right_cells.cell_code
left join labels on coalesce(left_cells.cell_code, right_cells.cell_code) = labels.cell_code
order by
    part,
    try_cast(regexp_extract(coalesce(left_cells.source_cell, right_cells.source_cell), 't(\d+)/', 1) as integer),
    try_cast(regexp_extract(coalesce(left_cells.source_cell, right_cells.source_cell), '/r(\d+)', 1) as integer),
    try_cast(regexp_extract(coalesce(left_cells.source_cell, right_cells.source_cell), '/c(\d+)', 1) as integer),
    cell_code
