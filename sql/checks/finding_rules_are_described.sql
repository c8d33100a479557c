-- One row per rule of a finding that finding_rules.csv does not describe.
-- severity: warn
-- fault: ours
select
    rule,
    count(*) as finding_count
from marts.findings
where title_zh is null
group by rule
