-- One row if documents read are not as many as those of reports, companions, wrappers, unplaced and others together.
-- severity: error
-- fault: ours
with read_documents as (
    select count(*) as document_count from raw.documents
),

versions as (
    select count(*) as document_count from marts.report_versions
),

others as (
    select count(*) as document_count from staging.documents
    where report_id is null
)

select
    read_documents.document_count,
    versions.document_count as version_count,
    others.document_count as other_count
from read_documents
cross join versions
cross join others
where read_documents.document_count <> versions.document_count + others.document_count
