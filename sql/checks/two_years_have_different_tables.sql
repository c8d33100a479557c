-- One row per report whose table 3 is that of the year before, number by number, with twenty numbers above zero at least
-- (few requests, all from natural persons and all granted, may well repeat).
-- by: agency_id
-- rule: NEAR_DUP_TEXT
-- severity: warn
-- fault: agency
with tables as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.report_scope,
        count(*) filter (where observations.filled > 0) as number_count,
        bit_xor(hash(concat_ws('=', observations.cell_code, observations.filled))) as fingerprint
    from staging.reports as reports
    inner join raw.observations as observations
        on reports.document_sha256 = observations.document_sha256
    where starts_with(observations.cell_code, 't3.')
    group by all
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
