-- One row per number stated in the prose of a report's document, with the place it stands at.
-- by: document_sha256
-- zh: 正文数字：每个数字一行，含位置与片段。
select
    figures.document_sha256,
    placed.report_id,
    figures.measure,
    figures.channel,
    figures.value,
    figures.unit,
    figures.qualifier,
    figures.span_start,
    figures.span_end,
    masked(figures.snippet) as snippet,
    figures.rule,
    figures.confidence,
    figures.scope
from raw.figures as figures
inner join staging.documents as placed on figures.document_sha256 = placed.document_sha256
where placed.report_id is not null
order by figures.document_sha256, figures.span_start, figures.measure, figures.channel
