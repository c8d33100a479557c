-- One row per cell of a report in both versions whose printed text or value changed (canonical documents).
-- Only reports with rows that differ, or with another canonical document, are looked at: few of them change.
with
touched as (
    select report_id from gongkai_touched where table_name = 'marts.fct_observation'
    union
    select report_id
    from old.marts.dim_report as before
    inner join new.marts.dim_report as after using (report_id)
    where before.document_sha256 is distinct from after.document_sha256
),

before as (
    select cell.*
    from old.marts.fct_observation as cell
    semi join old.marts.dim_report as report
        on cell.report_id = report.report_id and cell.document_sha256 = report.document_sha256
    semi join touched on cell.report_id = touched.report_id
),

after as (
    select cell.*
    from new.marts.fct_observation as cell
    semi join new.marts.dim_report as report
        on cell.report_id = report.report_id and cell.document_sha256 = report.document_sha256
    semi join touched on cell.report_id = touched.report_id
),

in_both as (
    select report_id from before
    intersect
    select report_id from after
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
semi join in_both using (report_id)
inner join new.marts.dim_report as report using (report_id)
left join new.marts.dim_agency as agency on report.agency_id = agency.agency_id
where
    before.value_raw is distinct from after.value_raw
    or before.value is distinct from after.value
    or before.filled is distinct from after.filled
order by report.report_year desc, agency, cell_code
