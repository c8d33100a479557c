-- The metrics of one report; $report_id.
select metric, numerator, denominator, value
from metrics.all_metrics
where report_id = $report_id
order by metric
