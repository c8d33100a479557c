-- One row per finding of the severity error on a report's own content, the latest years first; at most 20.
select
    agencies.canonical_name,
    findings.report_year,
    findings.title_zh,
    findings.rule,
    findings.message,
    findings.part,
    findings.fault,
    findings.left_value,
    findings.right_value,
    findings.delta,
    findings.cell_codes
from marts.findings as findings
inner join marts.dim_agency as agencies on findings.agency_id = agencies.agency_id
where
    findings.severity = 'error' and findings.fault = 'agency' and findings.last_seen_at is null
    and findings.delta is not null
order by findings.report_year desc, findings.rule, agencies.canonical_name, findings.finding_id
limit 20
