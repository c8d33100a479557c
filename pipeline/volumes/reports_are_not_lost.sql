-- One row per report of the last version whose document stands for no report any more.
select
    reports.canonical_name,
    reports.report_year,
    reports.report_id,
    reports.document_sha256
from before.marts.dim_report as reports
where
    reports.document_sha256 not in (
        select documents.document_sha256
        from marts.documents as documents
        where documents.report_id is not null
    )
order by reports.report_year desc, reports.canonical_name, reports.report_id
