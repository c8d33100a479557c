-- One row per report of an agency, newest first: its form, when it came, where it is; $agency, $scope.
select
    reports.report_year,
    reports.title,
    reports.form_id,
    reports.report_status,
    reports.refusal_reason,
    timeliness.due_date,
    timeliness.published_on,
    timeliness.timeliness_status,
    timeliness.days_late,
    quality.error_count,
    quality.warn_count,
    quality.held_count,
    quality.broken_count,
    reports.document_count,
    reports.url,
    reports.format,
    reports.document_sha256,
    reports.report_id
from marts.dim_report as reports
-- each side is narrowed by itself: DuckDB hands the filter on only over inner joins
left join marts.timeliness as timeliness
    on reports.report_id = timeliness.report_id and timeliness.agency_id = $agency
left join marts.data_quality as quality
    on reports.report_id = quality.report_id and quality.agency_id = $agency
where reports.agency_id = $agency and reports.report_scope = $scope
order by reports.report_year desc
