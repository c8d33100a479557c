-- One row per document that was read or refused: its address, its agency and year, its part in the report.
-- by: document_sha256
-- zh: 文件表：网址、机关、年度与角色。
with documents as (
    select * from raw.documents
),

placed as (
    select * from staging.documents
),

sources as (
    select * from staging.document_sources
)

select
    documents.document_sha256,
    documents.portal,
    sources.url,
    sources.url_key,
    sources.docid,
    sources.parent_url,
    sources.column_url,
    sources.column_title,
    sources.listing_title,
    documents.title,
    documents.format,
    documents.encoding,
    documents.byte_count,
    documents.page_count,
    documents.table_count,
    documents.picture_count,
    documents.agency_name,
    documents.issuer,
    documents.index_no,
    placed.agency_id,
    placed.agency_match,
    placed.report_id,
    placed.report_year,
    placed.year_source,
    placed.document_role,
    documents.title_year,
    documents.period_year,
    documents.metadata_date,
    documents.signature_date,
    documents.is_correction,
    sources.version_no,
    sources.is_current,
    sources.first_seen_at,
    sources.gone_at,
    documents.reader_version
from documents
inner join placed on documents.document_sha256 = placed.document_sha256
left join sources on documents.document_sha256 = sources.document_sha256
order by documents.document_sha256
