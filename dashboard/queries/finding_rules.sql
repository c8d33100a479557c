-- One row per rule with findings: label in both languages, most frequent first.
select
    findings.rule,
    coalesce(any_value(rules.title_zh), findings.rule) as title_zh,
    coalesce(any_value(rules.title_en), findings.rule) as title_en,
    any_value(rules.meaning) as meaning,
    count(*) as finding_count
from marts.findings as findings
left join seeds.finding_rules as rules on findings.rule = rules.rule
group by findings.rule
order by finding_count desc, findings.rule
