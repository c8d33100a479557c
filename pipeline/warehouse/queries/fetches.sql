-- ops.fetches from the catalogue
select
    fetch_id,
    run_id,
    portal,
    url,
    kind,
    cast(cast(fetched_at as timestamptz) as timestamp) as fetched_at,
    status,
    outcome,
    media_type,
    charset,
    byte_count,
    seconds,
    attempt_count,
    sha256 as document_sha256,
    reason
from catalogue_fetches
order by fetch_id
