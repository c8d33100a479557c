-- One row per report: an agency's report on one year, the document that counts, its forms, and how it was read.
-- by: report_id
-- zh: 报告维表：选定文件、各表格式与读取状态。
with reports as (
    select * from staging.reports
),

documents as (
    select * from raw.documents
),

placed as (
    select * from staging.documents
),

sources as (
    select * from staging.document_sources
),

agencies as (
    select * from staging.agencies
),

versions as (
    select * from marts.report_versions
    where is_canonical
)

select
    reports.report_id,
    reports.agency_id,
    agencies.canonical_name,
    reports.report_year,
    reports.report_scope,
    reports.document_sha256,
    reports.document_count,
    versions.reason as canonical_reason,
    documents.title,
    documents.portal,
    sources.url,
    documents.format,
    placed.agency_match,
    placed.year_source,
    reports.published_on,
    reports.date_source,
    reports.form_t2,
    reports.form_t3,
    reports.form_t4,
    reports.form_s,
    reports.form_id,
    reports.report_status,
    reports.refusal_reason,
    reports.is_provisional
from reports
inner join documents on reports.document_sha256 = documents.document_sha256
inner join placed on reports.document_sha256 = placed.document_sha256
inner join agencies on reports.agency_id = agencies.agency_id
inner join versions on reports.report_id = versions.report_id
left join sources on reports.document_sha256 = sources.document_sha256
order by reports.report_id
