-- One row per report that stands in a portal column of another year.
-- by: report_id
-- rule: YEAR_COLUMN
-- severity: info
-- fault: agency
with reports as (
    select * from staging.reports
),

sources as (
    select
        document_sha256,
        try_cast(regexp_extract(column_title, '(20\d\d)', 1) as integer) as column_year,
        column_title
    from staging.document_sources
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    'column' as scope_key,
    concat('stands in the column ', sources.column_title) as message,
    cast(reports.report_year as double) as left_value,
    cast(sources.column_year as double) as right_value,
    cast(reports.report_year - sources.column_year as double) as delta,
    [] as cell_codes
from reports
inner join sources on reports.document_sha256 = sources.document_sha256
where sources.column_year <> reports.report_year
