-- One row per cell of a report's document with where it stands, in the order of the form; $report_id, $cell.
-- $cell: one code, the beginning of some up to a dot, or null for all.
with
labels as (
    select
        cell_code,
        any_value(concat_ws(' · ', row_label_zh, col_label_zh)) as label_zh
    from seeds.form_cells
    group by cell_code
)

select
    observation.cell_code,
    labels.label_zh,
    observation.value_raw,
    observation.value,
    observation.semantic,
    observation.filled,
    observation.fill_rule,
    observation.unit,
    observation.source_cell
from marts.fct_observation as observation
inner join marts.dim_report as report
    on
        observation.report_id = report.report_id
        and observation.document_sha256 = report.document_sha256
left join labels on observation.cell_code = labels.cell_code
where
    observation.report_id = $report_id
    and (
        $cell is null or observation.cell_code = $cell
        or starts_with(observation.cell_code, $cell || '.')
    )
order by
    try_cast(regexp_extract(observation.source_cell, 'p(\d+)/', 1) as integer) nulls first,
    try_cast(regexp_extract(observation.source_cell, 't(\d+)/', 1) as integer),
    try_cast(regexp_extract(observation.source_cell, '/r(\d+)', 1) as integer),
    try_cast(regexp_extract(observation.source_cell, '/c(\d+)', 1) as integer),
    observation.cell_code
