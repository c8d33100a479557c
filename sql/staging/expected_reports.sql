-- One row per agency and year a report is to be expected of: years seen in listings, until the last one ended.
-- zh: 应有报告：机关与年度。
with as_of as (
    select as_of from seeds.as_of
),

listed as (
    select min(documents.report_year) as first_year
    from staging.documents as documents
    inner join staging.document_sources as sources
        on documents.document_sha256 = sources.document_sha256
    where documents.report_id is not null and sources.listing_title is not null
),

years as (
    select unnest(range(listed.first_year, year(as_of.as_of))) as report_year
    from listed
    cross join as_of
    where listed.first_year is not null
),

agencies as (
    select * from seeds.agencies
    where report_scope <> 'public_enterprise'
),

reporting as (
    select distinct agency_id
    from staging.reports
)

select
    agencies.agency_id,
    cast(years.report_year as integer) as report_year,
    agencies.report_scope,
    agencies.status = 'active' or reporting.agency_id is not null as is_verified
from agencies
cross join years
left join reporting on agencies.agency_id = reporting.agency_id
where
    coalesce(agencies.valid_from, date '1949-10-01') <= make_date(years.report_year, 12, 31)
    and coalesce(agencies.valid_to, date '9999-12-31') >= make_date(years.report_year, 12, 31)
