-- One row per finding id that stands twice.
-- severity: error
-- fault: ours
select
    finding_id,
    count(*) as finding_count,
    min(rule) as rule
from marts.findings
group by finding_id
having count(*) > 1
