-- One row per document and document that hangs on it or that it hangs on: what is said of one may be known from the
-- other. Both directions, at whatever address either ever stood.
-- zh: 文件之间的附属关系。
-- materialized: view
with pairs as (
    select
        attachments.document_sha256,
        pages.document_sha256 as other_sha256
    from raw.snapshots as attachments
    inner join raw.snapshots as pages on attachments.parent_url = pages.url
)

select
    document_sha256,
    other_sha256
from pairs
union
select
    other_sha256 as document_sha256,
    document_sha256 as other_sha256
from pairs
