-- One row per address and body it ever gave: which document, since when, until when.
-- by: document_sha256
-- zh: 网址快照：每个网址给出过的内容。
select
    portal,
    url,
    url_key,
    docid,
    document_sha256,
    version_no,
    media_type,
    parent_url,
    first_seen_at,
    is_current,
    gone_at
from raw.snapshots
order by url, version_no
