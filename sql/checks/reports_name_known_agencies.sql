-- One row per report whose agency or whose document is not in the dimension.
-- severity: error
-- fault: ours
with reports as (
    select * from marts.dim_report
),

agencies as (
    select * from marts.dim_agency
),

documents as (
    select * from marts.documents
)

select
    reports.report_id,
    reports.agency_id,
    reports.document_sha256
from reports
left join agencies on reports.agency_id = agencies.agency_id
left join documents on reports.document_sha256 = documents.document_sha256
where agencies.agency_id is null or documents.document_sha256 is null
