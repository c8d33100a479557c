-- One row per rule that can find something, errors first.
select
    rule,
    severity,
    title_zh,
    title_en,
    meaning
from seeds.finding_rules
order by case severity when 'error' then 1 when 'warn' then 2 else 3 end, rule
