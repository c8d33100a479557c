-- One row per report, figure and channel: the surest number the prose states for it.
-- by: report_id
-- zh: 报告正文数字，每项取最可靠者。
with reports as (
    select * from staging.reports
),

figures as (
    select * from raw.figures
)

select distinct on (reports.report_id, figures.measure, figures.channel)
    reports.report_id,
    reports.form_id,
    figures.measure as figure,
    figures.channel,
    figures.value,
    figures.unit,
    case
        when figures.unit in ('条', '件', '篇', '期', '则', '份', '个', '条次') then 'items'
        else coalesce(figures.unit, 'unknown')
    end as unit_group,
    figures.qualifier,
    figures.span_start,
    figures.span_end,
    figures.snippet,
    figures.rule,
    figures.confidence
from figures
inner join reports on figures.document_sha256 = reports.document_sha256
where
    coalesce(figures.scope, 'own') <> 'government_aggregate'
    or reports.report_scope = 'government_aggregate'
order by
    reports.report_id, figures.measure, figures.channel,
    figures.confidence desc, figures.span_start, figures.span_end
