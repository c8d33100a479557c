-- One row per organ's report whose text speaks for a whole government.
-- by: report_id
-- rule: SCOPE_TEXT
-- severity: info
-- fault: agency
select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    'scope' as scope_key,
    'the text speaks for a whole government, the report is an organ''s' as message,
    null as left_value,
    null as right_value,
    null as delta,
    [] as cell_codes
from staging.reports as reports
inner join raw.documents as documents
    on reports.document_sha256 = documents.document_sha256
where documents.is_aggregate and reports.report_scope = 'organ'
