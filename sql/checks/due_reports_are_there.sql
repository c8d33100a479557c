-- One row per agency and year whose report was due and was not found.
-- A report that is listed and could not be fetched is the portal's fault or ours: its BLOCK_PAGE or like finding says so.
-- rule: MISSING_REPORT
-- severity: error
-- fault: agency
with missing as (
    select * from marts.timeliness
    where timeliness_status = 'missing' and is_verified
),

unfetched as (
    select listings.*
    from raw.listings as listings
    anti join raw.snapshots as snapshots on listings.url_key = snapshots.url_key
    where listings.gone_at is null and listings.hint_year is not null
),

names as (
    select
        agency_id,
        canonical_name as name
    from seeds.agencies
    union
    select
        agency_id,
        alias as name
    from seeds.agency_aliases
),

listed as (
    select distinct
        missing.agency_id,
        missing.report_year
    from missing
    inner join names on missing.agency_id = names.agency_id
    inner join unfetched
        on missing.report_year = unfetched.hint_year and contains(unfetched.title, names.name)
)

select
    missing.report_id,
    missing.agency_id,
    missing.report_year,
    missing.report_scope as scope_key,
    concat('no report found, due on ', missing.due_date) as message,
    null as left_value,
    null as right_value,
    null as delta,
    [] as cell_codes
from missing
anti join listed
    on missing.agency_id = listed.agency_id and missing.report_year = listed.report_year
