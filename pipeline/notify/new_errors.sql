-- Findings of severity error that still stand, by the moment they were first seen: how many, and the first few.
with recent as (
    select
        findings.first_seen_at,
        findings.rule,
        coalesce(findings.title_zh, findings.rule) as title,
        agencies.canonical_name,
        findings.report_year,
        findings.message
    from marts.findings as findings
    left join marts.dim_agency as agencies on findings.agency_id = agencies.agency_id
    where
        findings.severity = 'error'
        and findings.fault <> 'portal'
        and findings.last_seen_at is null
        and findings.first_seen_at >= cast($since as timestamp)
)

select
    first_seen_at,
    count(*) as finding_count,
    list(
        concat_ws(' ', canonical_name, report_year, title || ':', message)
        order by report_year desc, canonical_name, rule, message
    )[1:5] as examples
from recent
group by first_seen_at
order by first_seen_at
