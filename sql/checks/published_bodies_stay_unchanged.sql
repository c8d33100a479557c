-- One row per document that replaced another one at the same address, with how many cells changed.
-- rule: CONTENT_CHANGED
-- severity: info
-- fault: agency
with pairs as (
    select * from staging.document_pairs
    where relation = 'same address'
),

changes as (
    select
        document_sha256,
        count(*) as change_count,
        list(cell_code order by cell_code) as cell_codes
    from marts.revisions
    group by document_sha256
),

reports as (
    select * from staging.reports
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    pairs.document_sha256 as scope_key,
    concat(
        'changed after publication, seen ', strftime(pairs.changed_at, '%Y-%m-%d'), ': ',
        coalesce(changes.change_count, 0), ' cells differ'
    ) as message,
    cast(coalesce(changes.change_count, 0) as double) as left_value,
    0.0 as right_value,
    cast(coalesce(changes.change_count, 0) as double) as delta,
    coalesce(changes.cell_codes, []) as cell_codes
from pairs
inner join reports on pairs.report_id = reports.report_id
left join changes on pairs.document_sha256 = changes.document_sha256
