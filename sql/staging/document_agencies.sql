-- One row per document that names an agency: which agency it is, and by what it was recognised.
-- A document that names an unknown agency never falls back on its issuer: that is often the government office.
-- by: document_sha256
-- zh: 文件对应机关及识别方式。
with keys as (
    select
        document_sha256,
        portal,
        agency_key,
        issuer_key,
        regexp_extract(index_no, '^(\d{9})/', 1) as org_code,
        make_date(coalesce(report_year, 2019), 12, 31) as year_end
    from staging.document_keys
),

agencies as (
    select * from seeds.agencies
),

names as (
    select * from staging.agency_names
),

by_index_no as (
    select
        keys.document_sha256,
        agencies.agency_id,
        1 as step,
        'index_no' as agency_match,
        coalesce(agencies.agency_key = keys.agency_key, false) as is_named,
        keys.year_end between coalesce(agencies.valid_from, keys.year_end)
        and coalesce(agencies.valid_to, keys.year_end) as is_valid,
        agencies.valid_from
    from keys
    inner join agencies on keys.org_code = agencies.portal_org_code
),

by_name as (
    select
        keys.document_sha256,
        names.agency_id,
        case when keys.agency_key is null then 3 else 2 end as step,
        case when keys.agency_key is null then 'issuer' else 'name' end as agency_match,
        true as is_named,
        keys.year_end between names.valid_from and names.valid_to as is_valid,
        names.valid_from
    from keys
    inner join names on
        names.agency_key = coalesce(keys.agency_key, keys.issuer_key)
        and names.valid_from <= keys.year_end + interval 1 year
        and names.valid_to >= keys.year_end - interval 1 year
),

provisional as (
    select
        document_sha256,
        'p_' || substr(md5(portal || '|' || coalesce(agency_key, issuer_key)), 1, 10) as agency_id,
        4 as step,
        'provisional' as agency_match,
        true as is_named,
        true as is_valid,
        null::date as valid_from
    from keys
    where coalesce(agency_key, issuer_key) is not null
),

candidates as (
    select * from by_index_no
    union all
    select * from by_name
    union all
    select * from provisional
)

select distinct on (document_sha256)
    document_sha256,
    agency_id,
    agency_match
from candidates
order by document_sha256, step, is_named desc, is_valid desc, valid_from desc nulls last, agency_id
