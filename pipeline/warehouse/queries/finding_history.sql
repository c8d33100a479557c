-- ops.finding_history from the catalogue
select
    finding_id,
    cast(cast(first_seen_at as timestamptz) as timestamp) as first_seen_at,
    cast(cast(last_seen_at as timestamptz) as timestamp) as last_seen_at
from catalogue_finding_history
order by finding_id
