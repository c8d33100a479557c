-- One row per agency of the largest group that is ranked in a metric and year, the highest value first; $metric, $year.
select
    agency_id,
    report_scope,
    peer_rank
from marts.agency_comparison
where metric = $metric and report_year = $year and peer_rank is not null
qualify dense_rank() over (order by peer_count desc, report_scope, agency_type) = 1
order by peer_rank, agency_id
limit 12
