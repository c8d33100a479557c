-- ops.runs from the catalogue
select
    run_id,
    portals,
    years,
    cast(cast(started_at as timestamptz) as timestamp) as started_at,
    cast(cast(ended_at as timestamptz) as timestamp) as ended_at,
    cast(as_of as date) as as_of,
    status,
    request_count as http_request_count,
    not_modified_count,
    body_count,
    byte_count,
    extracted_count,
    refused_count,
    version,
    message
from catalogue_runs
order by started_at, run_id
