-- One row per cell of a report in both versions whose printed text or value changed (canonical documents).
-- Reports are compared by one hash each first: few of them change.
with
old_cells as (
    select cell.*
    from old.marts.fct_observation as cell
    semi join old.marts.dim_report as report
        on cell.report_id = report.report_id and cell.document_sha256 = report.document_sha256
),

new_cells as (
    select cell.*
    from new.marts.fct_observation as cell
    semi join new.marts.dim_report as report
        on cell.report_id = report.report_id and cell.document_sha256 = report.document_sha256
),

old_hashes as (
    select report_id, bit_xor(hash(cell_code, value_raw, value, filled)) as cells_hash
    from old_cells
    group by report_id
),

new_hashes as (
    select report_id, bit_xor(hash(cell_code, value_raw, value, filled)) as cells_hash
    from new_cells
    group by report_id
),

revised as (
    select old_hashes.report_id
    from old_hashes
    inner join new_hashes on old_hashes.report_id = new_hashes.report_id
    where old_hashes.cells_hash <> new_hashes.cells_hash
),

before as (
    select old_cells.* from old_cells semi join revised on old_cells.report_id = revised.report_id
),

after as (
    select new_cells.* from new_cells semi join revised on new_cells.report_id = revised.report_id
)

select
    agency.canonical_name as agency,
    report.report_year,
    cell_code,
    before.value_raw as printed_before,
    after.value_raw as printed_after,
    before.filled as value_before,
    after.filled as value_after,
    report_id
from before
full join after using (report_id, cell_code)
inner join new.marts.dim_report as report using (report_id)
left join new.marts.dim_agency as agency on report.agency_id = agency.agency_id
where
    before.value_raw is distinct from after.value_raw
    or before.value is distinct from after.value
    or before.filled is distinct from after.filled
order by report.report_year desc, agency, cell_code
