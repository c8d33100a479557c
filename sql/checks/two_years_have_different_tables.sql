-- One row per report whose table 3 is that of the year before, number by number, with twenty numbers above zero at least
-- (few requests, all from natural persons and all granted, may well repeat).
-- by: agency_id
-- rule: NEAR_DUP_TEXT
-- severity: warn
-- fault: agency
with cells as (
    select * from raw.observations
    where starts_with(cell_code, 't3.')
),

prints as (
    select
        document_sha256,
        count(*) filter (where filled > 0) as number_count,
        -- hashed twice: of pairs hashed once, numbers that changed places would cancel out
        bit_xor(hash(hash(cell_code, filled))) as fingerprint
    from cells
    group by document_sha256
),

tables as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.report_scope,
        prints.number_count,
        prints.fingerprint
    from prints
    inner join staging.reports as reports on prints.document_sha256 = reports.document_sha256
)

select
    tables.report_id,
    tables.agency_id,
    tables.report_year,
    't3' as scope_key,
    concat(
        'table 3 repeats that of ', previous.report_year, ' with ', tables.number_count,
        ' numbers above zero'
    ) as message,
    cast(tables.number_count as double) as left_value,
    cast(previous.number_count as double) as right_value,
    0.0 as delta,
    [] as cell_codes
from tables
inner join tables as previous
    on
        tables.agency_id = previous.agency_id
        and tables.report_scope = previous.report_scope
        and tables.report_year = previous.report_year + 1
        and tables.fingerprint = previous.fingerprint
where tables.number_count >= 20
