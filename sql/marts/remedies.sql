-- One row per report and procedure: reviews and suits by result, with the correction rate over those decided.
-- by: report_id
-- zh: 复议诉讼：每份报告每种程序一行，含纠错率。
with reports as (
    select * from staging.reports
),

measures as (
    select * from staging.report_measures
),

procedures as (
    select
        report_id,
        unnest(['review', 'litigation', 'litigation_direct', 'litigation_after_review'])
            as procedure,
        unnest([
            review_upheld, litigation_upheld,
            litigation_direct_upheld, litigation_after_review_upheld
        ]) as upheld_count,
        unnest([
            review_corrected, litigation_corrected,
            litigation_direct_corrected, litigation_after_review_corrected
        ]) as corrected_count,
        unnest([
            review_other, litigation_other,
            litigation_direct_other, litigation_after_review_other
        ]) as other_count,
        unnest([
            review_pending, litigation_pending,
            litigation_direct_pending, litigation_after_review_pending
        ]) as pending_count,
        unnest([
            review_total, litigation_total,
            litigation_direct_total, litigation_after_review_total
        ]) as case_count,
        unnest([
            review_decided,
            litigation_decided,
            litigation_direct_total - litigation_direct_pending,
            litigation_after_review_total - litigation_after_review_pending
        ]) as decided_count
    from measures
)

select
    procedures.report_id,
    reports.agency_id,
    reports.report_year,
    reports.report_scope,
    procedures.procedure,
    procedures.upheld_count,
    procedures.corrected_count,
    procedures.other_count,
    procedures.pending_count,
    procedures.case_count,
    procedures.decided_count,
    procedures.corrected_count / nullif(procedures.decided_count, 0) as correction_rate,
    coalesce(procedures.decided_count, 0) < 10 as small_n
from procedures
inner join reports on procedures.report_id = reports.report_id
where procedures.case_count is not null
order by procedures.report_id, procedures.procedure
