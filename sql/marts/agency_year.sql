-- One row per report, that is per agency and year (and scope): totals of the tables, and the measures made of them.
-- by: report_id
-- zh: 机关年度表：每个机关每年一行，各表合计与主要指标。
with reports as (
    select * from staging.reports
),

agencies as (
    select * from staging.agencies
),

measures as (
    select * from staging.report_measures
),

report_metrics as (
    select * from staging.report_metrics
),

timeliness as (
    select * from marts.timeliness
)

select
    reports.report_id,
    reports.agency_id,
    agencies.canonical_name,
    reports.agency_type,
    reports.level,
    reports.region_code,
    reports.report_year,
    reports.report_scope,
    reports.document_sha256,
    reports.report_status,
    reports.form_id,
    reports.is_provisional,
    timeliness.published_on,
    timeliness.timeliness_status,
    measures.proactive_volume as disclosure_volume,
    measures.docs_made,
    measures.docs_in_force,
    measures.docs_repealed,
    measures.decisions_licensing,
    measures.decisions_penalty,
    measures.decisions_coercion,
    measures.fee_amount_cny_10k,
    measures.info_fee_cny,
    measures.requests_received,
    measures.requests_natural,
    measures.carried_in,
    measures.granted_broad,
    measures.partial,
    measures.refused_total,
    measures.unable_total,
    measures.not_processed_total,
    measures.other_total,
    measures.processed_total,
    measures.carried_out,
    measures.review_upheld,
    measures.review_corrected,
    measures.review_other,
    measures.review_pending,
    measures.review_total,
    measures.litigation_upheld,
    measures.litigation_corrected,
    measures.litigation_other,
    measures.litigation_pending,
    measures.litigation_total,
    report_metrics.* exclude (report_id)
from reports
inner join agencies on reports.agency_id = agencies.agency_id
inner join measures on reports.report_id = measures.report_id
left join report_metrics on reports.report_id = report_metrics.report_id
left join timeliness
    on
        reports.agency_id = timeliness.agency_id
        and reports.report_year = timeliness.report_year
        and reports.report_scope = timeliness.report_scope
order by reports.report_id
