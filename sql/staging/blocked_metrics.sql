-- One row per report and metric that uses a cell an error-level finding disputes: not to be ranked.
-- zh: 存疑指标：涉及错误级问题单元格，不参与排名。
with document_findings as (
    select
        reports.report_id,
        findings.rule,
        unnest(findings.cell_codes) as cell_code
    from raw.findings as findings
    inner join staging.reports as reports on findings.document_sha256 = reports.document_sha256
    where findings.severity = 'error' and findings.status = 'broken'
),

report_findings as (
    select
        report_id,
        rule,
        unnest(cell_codes) as cell_code
    from checks.all_findings
    where severity = 'error'
),

disputed as (
    select * from document_findings
    union all
    select * from report_findings
),

cells as (
    select * from seeds.measure_cells
),

uses as (
    select * from seeds.metric_measures
)

select
    disputed.report_id,
    uses.metric,
    string_agg(distinct disputed.rule, ', ' order by disputed.rule) as blocking_rules
from disputed
inner join cells on disputed.cell_code = cells.cell_code
inner join uses on cells.measure = uses.measure
where disputed.report_id is not null
group by disputed.report_id, uses.metric
