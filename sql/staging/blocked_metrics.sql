-- One row per report and metric that uses a cell an error-level finding disputes: not to be ranked.
-- A finding that a review dismissed disputes nothing.
-- zh: 存疑指标：涉及错误级问题单元格（复核排除的除外），不参与排名。
with findings as (
    select
        finding_id,
        report_id,
        rule,
        cell_codes
    from staging.document_findings
    where severity = 'error' and status = 'broken' and is_canonical
    union all
    select
        finding_id,
        report_id,
        rule,
        cell_codes
    from staging.report_findings
    where severity = 'error'
),

dismissed as (
    select finding_id from seeds.finding_reviews
    where verdict = 'dismissed'
),

disputed as (
    select
        findings.report_id,
        findings.rule,
        unnest(findings.cell_codes) as cell_code
    from findings
    anti join dismissed on findings.finding_id = dismissed.finding_id
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
