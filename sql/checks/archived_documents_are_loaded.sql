-- One row per archived body that is neither read nor refused: a lost document.
-- severity: error
-- fault: ours
select distinct
    snapshots.portal,
    snapshots.url,
    snapshots.document_sha256
from raw.snapshots as snapshots
anti join raw.documents as documents
    on snapshots.document_sha256 = documents.document_sha256
