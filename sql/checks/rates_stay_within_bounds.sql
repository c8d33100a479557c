-- One row per rate below 0 or above 1: printed numbers that contradict each other, to be looked at before quoting.
-- by: report_id
-- severity: warn
-- fault: ours
select
    report_id,
    metric,
    numerator,
    denominator,
    value
from marts.metric_values
where kind = 'rate' and (value < 0 or value > 1)
