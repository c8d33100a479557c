-- One row per finding of the filter, worst first, at most 500; $rule, $severity, $fault, $year, $agency.
select
    findings.finding_id,
    findings.severity,
    findings.fault,
    findings.rule,
    findings.title_zh,
    rules.title_en,
    agencies.canonical_name,
    findings.report_year,
    findings.message,
    findings.part,
    findings.cell_codes,
    findings.left_value,
    findings.right_value,
    findings.delta,
    array_to_string(findings.source_cells, ' ') as source_cells,
    findings.verdict,
    findings.url
from marts.findings as findings
left join marts.dim_agency as agencies on findings.agency_id = agencies.agency_id
left join seeds.finding_rules as rules on findings.rule = rules.rule
where
    ($rule is null or findings.rule = $rule)
    and ($severity is null or findings.severity = $severity)
    and ($fault is null or findings.fault = $fault)
    and ($year is null or findings.report_year = $year)
    and ($agency is null or findings.agency_id = $agency)
order by
    case findings.severity when 'error' then 1 when 'warn' then 2 else 3 end,
    findings.report_year desc nulls last, findings.rule, findings.finding_id
limit 500
