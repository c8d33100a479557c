-- One row: a finding with its report and rule; $finding.
select
    findings.*,
    agencies.canonical_name,
    rules.title_en,
    rules.meaning,
    reports.title as report_title
from marts.findings as findings
left join marts.dim_agency as agencies on findings.agency_id = agencies.agency_id
left join marts.dim_report as reports on findings.report_id = reports.report_id
left join seeds.finding_rules as rules on findings.rule = rules.rule
where findings.finding_id = $finding
