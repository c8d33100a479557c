-- One row per report document that could not be placed: no agency or no year, so that it is in no mart.
-- severity: warn
-- fault: ours
select
    document_sha256,
    agency_id,
    report_year,
    document_role
from staging.documents
where document_role in ('report', 'unreadable') and report_id is null
