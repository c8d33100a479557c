-- One row per finding that needs more than one report to be seen, with the source cells of the report it is about.
-- by: agency_id or null
-- zh: 跨报告问题及单元格位置。
with findings as (
    select * from checks.all_findings
),

reports as (
    select * from staging.reports
),

sources as (
    select * from staging.document_sources
),

disputed as (
    select
        rule,
        report_id,
        agency_id,
        report_year,
        scope_key,
        unnest(cell_codes) as cell_code
    from findings
),

cells as (
    select
        disputed.rule,
        disputed.agency_id,
        disputed.report_year,
        disputed.scope_key,
        list(observations.source_cell order by observations.cell_code) as source_cells
    from disputed
    inner join reports on disputed.report_id = reports.report_id
    inner join raw.observations as observations
        on
            reports.document_sha256 = observations.document_sha256
            and disputed.cell_code = observations.cell_code
    group by disputed.rule, disputed.agency_id, disputed.report_year, disputed.scope_key
)

select
    substr(
        sha256(concat_ws(
            '|', findings.rule, findings.agency_id, findings.report_year, findings.scope_key
        )), 1, 16
    ) as finding_id,
    'reports' as finding_source,
    findings.rule,
    findings.severity,
    'broken' as status,
    'agency' as fault,
    'document' as part,
    findings.report_id,
    findings.agency_id,
    findings.report_year,
    cast(null as varchar) as portal,
    reports.document_sha256,
    sources.url,
    findings.message,
    cast(findings.left_value as double) as left_value,
    cast(findings.right_value as double) as right_value,
    cast(findings.delta as double) as delta,
    cast(0.0 as double) as tolerance,
    findings.cell_codes,
    coalesce(cells.source_cells, []) as source_cells,
    findings.scope_key,
    true as is_canonical
from findings
left join reports on findings.report_id = reports.report_id
left join sources on reports.document_sha256 = sources.document_sha256
left join cells
    on
        findings.rule = cells.rule
        and findings.agency_id = cells.agency_id
        and findings.report_year = cells.report_year
        and findings.scope_key = cells.scope_key
