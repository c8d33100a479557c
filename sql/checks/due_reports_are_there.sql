-- One row per agency and year whose report was due and was not found.
-- A report that is listed and could not be fetched is the portal's fault or ours: its BLOCK_PAGE or like finding says so.
-- rule: MISSING_REPORT
-- severity: error
-- fault: agency
with unfetched as (
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
        names.agency_id,
        unfetched.hint_year as report_year
    from unfetched
    inner join names on contains(unfetched.title, names.name)
)

select
    timeliness.report_id,
    timeliness.agency_id,
    timeliness.report_year,
    timeliness.report_scope as scope_key,
    concat('no report found, due on ', timeliness.due_date) as message,
    null as left_value,
    null as right_value,
    null as delta,
    [] as cell_codes
from marts.timeliness as timeliness
anti join listed
    on timeliness.agency_id = listed.agency_id and timeliness.report_year = listed.report_year
where timeliness.timeliness_status = 'missing' and timeliness.is_verified
