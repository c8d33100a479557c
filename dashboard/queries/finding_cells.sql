-- One row per cell of the tables that a finding is about, as printed; $sha256, $parts, $cells.
with
labels as (
    select
        form_id,
        cell_code,
        replace(row_label_zh, '/', ' › ') as row_label,
        replace(col_label_zh, '/', ' › ') as col_label
    from marts.dim_cell
),

cells as (
    select
        observations.*,
        split_part(observations.cell_code, '.', 1) as part
    from marts.fct_observation as observations
    where
        observations.document_sha256 = $sha256
        and list_contains($parts, split_part(observations.cell_code, '.', 1))
)

select
    cells.part,
    cells.cell_code,
    coalesce(cells.row_label, labels.row_label, cells.cell_code) as row_label,
    coalesce(labels.col_label, '') as col_label,
    cells.value_raw,
    cells.value,
    cells.filled,
    cells.source_cell,
    list_contains($cells, cells.cell_code) as is_named
from cells
left join labels on cells.form_id = labels.form_id and cells.cell_code = labels.cell_code
order by
    cells.part,
    try_cast(regexp_extract(cells.source_cell, 't(\d+)/', 1) as integer),
    try_cast(regexp_extract(cells.source_cell, '/r(\d+)', 1) as integer),
    try_cast(regexp_extract(cells.source_cell, '/c(\d+)', 1) as integer),
    cells.cell_code
