-- One row per document and table: its form, and whether it was read, is missing, or was refused and why.
-- by: document_sha256
-- zh: 报告部分：各表格式与读取状态。
select
    parts.document_sha256,
    placed.report_id,
    parts.part,
    parts.form_id,
    parts.status,
    masked(parts.reason) as reason,
    parts.table_indexes
from raw.parts as parts
inner join staging.documents as placed on parts.document_sha256 = placed.document_sha256
order by parts.document_sha256, parts.part
