-- One row per document of a report: its prose, telephone numbers and addresses masked at equal length.
-- by: document_sha256
-- zh: 报告正文：电话与邮箱已等长隐去。
select
    documents.document_sha256,
    placed.report_id,
    masked(documents.prose) as prose
from raw.documents as documents
inner join staging.documents as placed
    on documents.document_sha256 = placed.document_sha256
where placed.report_id is not null
order by documents.document_sha256
