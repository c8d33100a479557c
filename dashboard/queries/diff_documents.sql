-- One row per document of an agency's reports, newest report first, the one that counts first; $agency.
select
    versions.document_sha256,
    versions.report_id,
    reports.report_year,
    reports.report_scope,
    versions.choice_rank,
    versions.is_canonical,
    versions.published_on,
    coalesce(documents.title, reports.title) as title,
    coalesce(documents.url, versions.url) as url,
    reports.form_id,
    max(versions.choice_rank) over (partition by versions.report_id) as document_count
from marts.report_versions as versions
inner join marts.dim_report as reports on versions.report_id = reports.report_id
left join marts.documents as documents on versions.document_sha256 = documents.document_sha256
where reports.agency_id = $agency
order by reports.report_year desc, reports.report_scope, versions.choice_rank
