-- One row per document: what it, the page it hangs on and its listing say of agency and year.
-- by: document_sha256
-- linked: staging.document_relatives.other_sha256
-- zh: 文件的机关、年度与读取情况。
with documents as (
    select * from raw.documents
),

sources as (
    select * from staging.document_sources
),

parts as (
    select
        document_sha256,
        count(*) filter (where status = 'read') as read_count,
        count(*) filter (where status = 'read' and part in ('t2', 't3', 't4')) as read_table_count,
        max(form_id) filter (where part = 't2' and status = 'read') as form_t2,
        max(form_id) filter (where part = 't3' and status = 'read') as form_t3,
        max(form_id) filter (where part = 't4' and status = 'read') as form_t4,
        max(form_id) filter (where part = 's' and status = 'read') as form_s,
        max(form_id) as any_form,
        string_agg(distinct reason, '; ' order by reason) as refusal_reason
    from raw.parts
    group by document_sha256
),

refusals as (
    select
        document_sha256,
        min(rule) as refusal_rule,
        arg_min(message, rule) as refusal_message
    from raw.findings
    where status = 'refused' and part = 'document' and rule not in ('NOT_A_REPORT', 'BLOCK_PAGE')
    group by document_sha256
)

select
    documents.document_sha256,
    documents.portal,
    coalesce(documents.agency_name, parents.agency_name) as agency_name,
    coalesce(documents.agency_key, parents.agency_key) as agency_key,
    coalesce(documents.issuer, parents.issuer, sources.listing_issuer) as issuer,
    coalesce(documents.issuer_key, parents.issuer_key, sources.listing_issuer_key) as issuer_key,
    coalesce(documents.index_no, parents.index_no, sources.listing_index_no) as index_no,
    coalesce(
        documents.report_year,
        parents.report_year,
        case
            when contains(sources.listing_title, cast(sources.hint_year as varchar))
                then sources.hint_year
        end
    ) as report_year,
    case
        when documents.report_year is not null and documents.report_year = documents.period_year
            then 'period'
        when documents.report_year is not null then 'title'
        when parents.report_year is not null then 'page'
        when contains(sources.listing_title, cast(sources.hint_year as varchar)) then 'listing'
    end as year_source,
    documents.is_report,
    documents.is_companion,
    documents.is_aggregate,
    refusals.refusal_rule,
    coalesce(refusals.refusal_message, parts.refusal_reason) as refusal_reason,
    coalesce(parts.read_count, 0) as read_count,
    coalesce(parts.read_table_count, 0) as read_table_count,
    parts.form_t2,
    parts.form_t3,
    parts.form_t4,
    parts.form_s
from documents
left join sources on documents.document_sha256 = sources.document_sha256
left join documents as parents on sources.parent_sha256 = parents.document_sha256
left join parts on documents.document_sha256 = parts.document_sha256
left join refusals on documents.document_sha256 = refusals.document_sha256
