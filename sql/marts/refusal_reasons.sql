-- One row per report and reason of refusal: how many requests, and which share of the refusals.
-- by: report_id
-- zh: 不予公开理由：每份报告每种理由一行。
with reports as (
    select * from staging.reports
),

outcomes as (
    select * from seeds.outcomes
    where outcome_group = 'refused'
),

measures as (
    select * from staging.report_measures
),

cells as (
    select
        reports.report_id,
        coalesce(outcomes.outcome, replace(
            replace(observations.cell_code, 't3.', ''), '.total', ''
        )) as outcome,
        observations.row_label,
        observations.filled as refused_count,
        observations.source_cell
    from raw.observations as observations
    inner join reports on observations.document_sha256 = reports.document_sha256
    left join outcomes
        on
            observations.cell_code = 't3.' || outcomes.outcome || '.total'
            or observations.cell_code = outcomes.f2014_cell_code
    where
        (
            starts_with(observations.cell_code, 't3.refused.')
            and ends_with(observations.cell_code, '.total')
        )
        or starts_with(observations.cell_code, 's.replies.refused.')
)

select
    cells.report_id,
    reports.agency_id,
    reports.report_year,
    reports.report_scope,
    reports.form_id,
    cells.outcome,
    coalesce(outcomes.label_zh, cells.row_label) as label_zh,
    cells.refused_count,
    measures.refused_total,
    cells.refused_count / nullif(measures.refused_total, 0) as refusal_share,
    coalesce(measures.refused_total, 0) < 10 as small_n,
    cells.source_cell
from cells
inner join reports on cells.report_id = reports.report_id
inner join measures on cells.report_id = measures.report_id
left join outcomes on cells.outcome = outcomes.outcome
order by cells.report_id, outcomes.outcome_order, cells.outcome
