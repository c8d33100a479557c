-- One row per document: whose report on which year it is, and what part it plays.
-- by: document_sha256
-- linked: staging.document_relatives.other_sha256
-- zh: 文件归属：机关、年度、角色。
with keys as (
    select * from staging.document_keys
),

matches as (
    select * from staging.document_agencies
),

agencies as (
    select * from staging.agencies
),

sources as (
    select * from staging.document_sources
),

carried as (
    select distinct sources.parent_sha256
    from sources
    inner join keys on sources.document_sha256 = keys.document_sha256
    left join raw.documents as files on keys.document_sha256 = files.document_sha256
    where
        keys.is_report
        and not keys.is_companion
        and sources.parent_sha256 is not null
        -- a picture of which nothing is read does not take the place of the page that shows it
        and (keys.read_count > 0 or files.format is null or files.format <> 'scan')
),

placed as (
    select
        keys.document_sha256,
        agencies.agency_id,
        agencies.report_scope,
        keys.report_year,
        matches.agency_match,
        keys.year_source,
        case
            when keys.is_companion then 'companion'
            when carried.parent_sha256 is not null and keys.read_count = 0 then 'wrapper'
            when keys.is_report then 'report'
            when keys.refusal_rule is not null and keys.year_source is not null then 'unreadable'
            else 'not_report'
        end as document_role
    from keys
    left join matches on keys.document_sha256 = matches.document_sha256
    left join agencies on matches.agency_id = agencies.agency_id
    left join carried on keys.document_sha256 = carried.parent_sha256
)

select
    document_sha256,
    agency_id,
    report_scope,
    report_year,
    agency_match,
    year_source,
    document_role,
    case
        when
            document_role in ('report', 'unreadable')
            and agency_id is not null
            and report_year is not null
            then agency_id || '.' || report_year || '.' || report_scope
    end as report_id
from placed
