-- One row per report and kind of document whose number in force is not last year's plus issued less repealed.
-- Where another agency was taken over, its share is in it too: nobody is accused.
-- by: agency_id
-- rule: T2_STOCK
-- severity: warn
-- fault: agency
with cells as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.report_scope,
        split_part(observations.cell_code, '.', 3) as document_kind,
        max(observations.filled) filter (
            where observations.cell_code like '%.in_force'
        ) as in_force,
        max(observations.filled) filter (
            where observations.cell_code like '%.issued'
        ) as issued,
        max(observations.filled) filter (
            where observations.cell_code like '%.repealed'
        ) as repealed
    from raw.observations as observations
    inner join staging.reports as reports
        on observations.document_sha256 = reports.document_sha256
    where starts_with(observations.cell_code, 't2.art20_1.') and reports.form_t2 = 'f2021'
    group by all
)

select
    cells.report_id,
    cells.agency_id,
    cells.report_year,
    't2.art20_1.' || cells.document_kind || '.in_force' as scope_key,
    concat(
        '现行有效件数 ', cells.in_force, ', but ', previous.in_force, ' on ', previous.report_year,
        ' + ', cells.issued, ' issued - ', cells.repealed, ' repealed = ',
        previous.in_force + cells.issued - cells.repealed
    ) as message,
    cells.in_force as left_value,
    previous.in_force + cells.issued - cells.repealed as right_value,
    cells.in_force - (previous.in_force + cells.issued - cells.repealed) as delta,
    ['t2.art20_1.' || cells.document_kind || '.in_force'] as cell_codes
from cells
inner join cells as previous
    on
        cells.agency_id = previous.agency_id
        and cells.report_scope = previous.report_scope
        and cells.document_kind = previous.document_kind
        and cells.report_year = previous.report_year + 1
anti join staging.succession_links as links on cells.report_id = links.report_id
where cells.in_force <> previous.in_force + cells.issued - cells.repealed
