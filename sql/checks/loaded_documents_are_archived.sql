-- One row per document in the warehouse that the archive does not know.
-- severity: error
-- fault: ours
select
    documents.portal,
    documents.document_sha256
from raw.documents as documents
anti join raw.snapshots as snapshots
    on documents.document_sha256 = snapshots.document_sha256
