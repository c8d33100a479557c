-- One row per cell (or figure of the prose) behind a number, in the order of the report; $agency, $year, $report, $metric.
select
    behind.measure,
    behind.weight,
    behind.source as cell_code,
    coalesce(observations.row_label, cells.row_label_zh) as row_label,
    cells.col_label_zh as col_label,
    behind.value_raw,
    behind.value,
    behind.fill_rule,
    behind.place
from marts.lineage($agency, $year, $metric) as behind
left join marts.dim_report as reports on behind.report_id = reports.report_id
left join marts.dim_cell as cells on reports.form_id = cells.form_id and behind.source = cells.cell_code
left join marts.fct_observation as observations
    on behind.report_id = observations.report_id and behind.source = observations.cell_code
where behind.report_id = $report
order by
    try_cast(regexp_extract(behind.place, 't(\d+)/', 1) as integer),
    try_cast(regexp_extract(behind.place, '/r(\d+)', 1) as integer),
    try_cast(regexp_extract(behind.place, '/c(\d+)', 1) as integer),
    behind.source
