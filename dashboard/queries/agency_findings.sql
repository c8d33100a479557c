-- One row per finding on an agency, newest report first; $agency.
select
    findings.report_year,
    findings.severity,
    findings.fault,
    findings.rule,
    findings.title_zh,
    rules.title_en,
    findings.message,
    findings.part,
    findings.left_value,
    findings.right_value,
    findings.delta,
    findings.cell_codes,
    findings.finding_id
from marts.findings as findings
left join seeds.finding_rules as rules on findings.rule = rules.rule
where findings.agency_id = $agency
order by
    findings.report_year desc nulls last,
    case findings.severity when 'error' then 1 when 'warn' then 2 else 3 end, findings.finding_id
limit 200
