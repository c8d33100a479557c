-- One row per report: how its rules came out, what was found and by whose mistake, and what could be read.
-- by: report_id
-- zh: 数据质量：每份报告一行，规则成立情况与问题责任方。
with reports as (
    select * from staging.reports
),

rule_checks as (
    select
        document_sha256,
        cast(sum(held_count) as bigint) as held_count,
        cast(sum(broken_count) as bigint) as broken_count,
        cast(sum(not_assessable_count) as bigint) as not_assessable_count
    from raw.rule_checks
    group by document_sha256
),

findings as (
    select
        report_id,
        count(*) filter (where severity = 'error') as error_count,
        count(*) filter (where severity = 'warn') as warn_count,
        count(*) filter (where severity = 'info') as info_count,
        count(*) filter (where fault = 'agency') as agency_fault_count,
        count(*) filter (where fault = 'extraction') as extraction_fault_count,
        count(*) filter (where fault = 'portal') as portal_fault_count,
        count(*) filter (where fault = 'unknown') as unknown_fault_count
    from marts.findings
    where is_canonical and coalesce(verdict, 'open') <> 'dismissed'
    group by report_id
),

parts as (
    select
        document_sha256,
        count(*) filter (where status = 'read') as read_part_count,
        count(*) filter (where status = 'refused') as refused_part_count
    from raw.parts
    group by document_sha256
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    reports.report_scope,
    reports.report_status,
    coalesce(parts.read_part_count, 0) as read_part_count,
    coalesce(parts.refused_part_count, 0) as refused_part_count,
    coalesce(rule_checks.held_count, 0) as held_count,
    coalesce(rule_checks.broken_count, 0) as broken_count,
    coalesce(rule_checks.not_assessable_count, 0) as not_assessable_count,
    rule_checks.held_count
    / nullif(rule_checks.held_count + rule_checks.broken_count, 0) as held_share,
    coalesce(findings.error_count, 0) as error_count,
    coalesce(findings.warn_count, 0) as warn_count,
    coalesce(findings.info_count, 0) as info_count,
    coalesce(findings.agency_fault_count, 0) as agency_fault_count,
    coalesce(findings.extraction_fault_count, 0) as extraction_fault_count,
    coalesce(findings.portal_fault_count, 0) as portal_fault_count,
    coalesce(findings.unknown_fault_count, 0) as unknown_fault_count
from reports
left join rule_checks on reports.document_sha256 = rule_checks.document_sha256
left join findings on reports.report_id = findings.report_id
left join parts on reports.document_sha256 = parts.document_sha256
order by reports.report_id
