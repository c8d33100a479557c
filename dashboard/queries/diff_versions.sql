-- One row per cell that differs between two documents of one report; $left_sha, $right_sha, in either order.
with
labels as (
    select
        cell_code,
        any_value(replace(row_label_zh, '/', ' › ')) as row_label,
        any_value(replace(col_label_zh, '/', ' › ')) as col_label
    from marts.dim_cell
    group by cell_code
)

select
    split_part(revisions.cell_code, '.', 1) as part,
    revisions.cell_code,
    labels.row_label,
    labels.col_label,
    if(revisions.previous_sha256 = $left_sha, revisions.previous_value_raw, revisions.value_raw) as left_raw,
    if(revisions.previous_sha256 = $left_sha, revisions.value_raw, revisions.previous_value_raw) as right_raw,
    if(revisions.previous_sha256 = $left_sha, revisions.previous_value, revisions.value) as left_value,
    if(revisions.previous_sha256 = $left_sha, revisions.value, revisions.previous_value) as right_value,
    if(revisions.previous_sha256 = $left_sha, 1, -1) * revisions.delta as delta,
    if(revisions.previous_sha256 = $left_sha, null, revisions.source_cell) as left_cell,
    if(revisions.previous_sha256 = $left_sha, revisions.source_cell, null) as right_cell,
    true as is_different
from marts.revisions as revisions
left join labels on revisions.cell_code = labels.cell_code
where
    (revisions.previous_sha256 = $left_sha and revisions.document_sha256 = $right_sha)
    or (revisions.previous_sha256 = $right_sha and revisions.document_sha256 = $left_sha)
order by revisions.cell_code
