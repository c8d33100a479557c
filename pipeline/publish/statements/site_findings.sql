-- One row per rule: how many findings, worst and most frequent first.
select
    findings.rule,
    coalesce(any_value(rules.title_zh), findings.rule) as title_zh,
    findings.severity,
    count(*) as finding_count,
    count(distinct findings.report_id) as report_count
from marts.findings as findings
left join seeds.finding_rules as rules on findings.rule = rules.rule
group by findings.rule, findings.severity
order by finding_count desc, findings.rule
limit 15
