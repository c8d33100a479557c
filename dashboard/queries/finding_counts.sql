-- One row per rule, severity and fault: findings of the filter; $rule, $severity, $fault, $year, $agency.
select
    findings.rule,
    coalesce(any_value(rules.title_zh), findings.rule) as title_zh,
    coalesce(any_value(rules.title_en), findings.rule) as title_en,
    findings.severity,
    findings.fault,
    count(*) as finding_count,
    count(distinct findings.report_id) as report_count,
    sum(count(*)) over (partition by findings.rule)::bigint as rule_count
from marts.findings as findings
left join seeds.finding_rules as rules on findings.rule = rules.rule
where
    ($rule is null or findings.rule = $rule)
    and ($severity is null or findings.severity = $severity)
    and ($fault is null or findings.fault = $fault)
    and ($year is null or findings.report_year = $year)
    and ($agency is null or findings.agency_id = $agency)
group by findings.rule, findings.severity, findings.fault
order by rule_count desc, findings.rule, findings.severity
