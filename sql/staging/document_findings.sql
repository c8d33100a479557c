-- One row per finding about one document or one address, with the report it belongs to.
-- by: document_sha256 or null
-- zh: 单份文件问题及所属报告。
with findings as (
    select * from raw.findings
),

documents as (
    select * from staging.documents
),

sources as (
    select * from staging.document_sources
),

reports as (
    select * from staging.reports
)

select
    findings.finding_id,
    'document' as finding_source,
    findings.rule,
    findings.severity,
    findings.status,
    findings.fault,
    findings.part,
    documents.report_id,
    documents.agency_id,
    documents.report_year,
    findings.portal,
    findings.document_sha256,
    coalesce(findings.url, sources.url) as url,
    findings.message,
    findings.left_value,
    findings.right_value,
    findings.delta,
    findings.tolerance,
    findings.cell_codes,
    findings.source_cells,
    findings.scope_key,
    reports.report_id is not null as is_canonical
from findings
left join documents on findings.document_sha256 = documents.document_sha256
left join sources on findings.document_sha256 = sources.document_sha256
left join reports on findings.document_sha256 = reports.document_sha256
