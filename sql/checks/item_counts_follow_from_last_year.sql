-- One row per report and kind of item whose number of last year is not last year's number plus its change.
-- Where another agency was taken over, its share is in it too: nobody is accused.
-- by: agency_id
-- rule: T2_ITEMS
-- severity: warn
-- fault: agency
with cells as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.report_scope,
        regexp_replace(observations.cell_code, '\.[a-z_]+$', '') as item_kind,
        max(observations.filled) filter (
            where observations.cell_code like '%.prev\_items' escape '\'
        ) as prev_items,
        max(observations.filled) filter (
            where observations.cell_code like '%.items\_change' escape '\'
        ) as items_change
    from raw.observations as observations
    inner join staging.reports as reports
        on observations.document_sha256 = reports.document_sha256
    where starts_with(observations.cell_code, 't2.') and reports.form_t2 = 'f2019'
    group by all
)

select
    cells.report_id,
    cells.agency_id,
    cells.report_year,
    cells.item_kind || '.prev_items' as scope_key,
    concat(
        '上一年项目数量 ', cells.prev_items, ', but the report on ', previous.report_year,
        ' has ', previous.prev_items, ' and a change of ', previous.items_change
    ) as message,
    cells.prev_items as left_value,
    previous.prev_items + previous.items_change as right_value,
    cells.prev_items - (previous.prev_items + previous.items_change) as delta,
    [cells.item_kind || '.prev_items'] as cell_codes
from cells
inner join cells as previous
    on
        cells.agency_id = previous.agency_id
        and cells.report_scope = previous.report_scope
        and cells.item_kind = previous.item_kind
        and cells.report_year = previous.report_year + 1
anti join staging.succession_links as links on cells.report_id = links.report_id
where cells.prev_items <> previous.prev_items + previous.items_change
