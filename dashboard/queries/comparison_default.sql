-- One row per agency that has most to compare in the latest full years of a metric, the largest first; $metric, $scope.
select
    agency_id,
    sum(coalesce(denominator, numerator)) as weight
from marts.metric_values
where metric = $metric and report_scope = $scope and value is not null
group by agency_id
order by weight desc, agency_id
limit 8
