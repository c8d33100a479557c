-- One row per finding, those seen first most lately on top; $scopes, $region.
select
    findings.first_seen_at,
    agencies.canonical_name,
    findings.report_year,
    findings.title_zh,
    rules.title_en,
    findings.rule,
    findings.severity,
    findings.fault,
    findings.message,
    findings.part,
    findings.left_value,
    findings.right_value,
    findings.delta,
    findings.cell_codes,
    findings.finding_id
from marts.findings as findings
inner join marts.dim_agency as agencies on findings.agency_id = agencies.agency_id
left join seeds.finding_rules as rules on findings.rule = rules.rule
where
    findings.severity <> 'info' and findings.last_seen_at is null
    and list_contains($scopes, agencies.report_scope)
    and ($region is null or agencies.region_code = $region)
order by
    findings.first_seen_at desc, findings.report_year desc,
    case findings.severity when 'error' then 1 else 2 end, findings.finding_id
limit 10
