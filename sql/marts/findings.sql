-- One row per finding about a document, an address, or several reports of an agency; both sides and whose mistake.
-- by: agency_id or null
-- zh: 问题清单：双方数值、差额、单元格、责任方与复核。
with together as (
    select * from staging.document_findings
    union all by name
    select * from staging.report_findings
),

history as (
    select * from ops.finding_history
),

reviews as (
    select * from seeds.finding_reviews
),

rules as (
    select * from seeds.finding_rules
)

select
    together.finding_id,
    together.finding_source,
    together.rule,
    rules.title_zh,
    together.severity,
    together.status,
    together.fault,
    together.part,
    together.report_id,
    together.agency_id,
    together.report_year,
    together.portal,
    together.document_sha256,
    together.url,
    masked(together.message) as message,
    together.left_value,
    together.right_value,
    together.delta,
    together.tolerance,
    together.cell_codes,
    together.source_cells,
    together.scope_key,
    together.is_canonical,
    history.first_seen_at,
    history.last_seen_at,
    reviews.verdict,
    reviews.note as review_note
from together
left join history on together.finding_id = history.finding_id
left join reviews on together.finding_id = reviews.finding_id
left join rules on together.rule = rules.rule
order by together.finding_id
