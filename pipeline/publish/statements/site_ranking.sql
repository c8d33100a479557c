-- One row per agency that may be ranked by its disclosure rate in one year, most requests first; ?: year.
select
    canonical_name as agency,
    value,
    ci_low,
    ci_high,
    numerator,
    denominator
from marts.agency_comparison
where
    metric = 'disclosure_rate' and report_year = ? and report_scope <> 'government_aggregate'
    and unranked_reason is null
order by denominator desc, agency
limit 25
