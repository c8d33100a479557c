-- One row per agency and year with a value of the metric: rank or why there is none, and its series' segment.
-- $agencies, $metric, $scope, $first, $last.
select
    reports.report_id,
    reports.agency_id,
    reports.canonical_name,
    measures.report_year,
    measures.numerator,
    measures.denominator,
    measures.value,
    measures.ci_low,
    measures.ci_high,
    measures.small_n,
    compared.peer_rank,
    compared.peer_count,
    compared.peer_median,
    compared.unranked_reason,
    series.segment_no,
    series.comparability,
    series.reason_zh,
    series.reason_en,
    reports.form_id,
    reports.title,
    reports.url,
    reports.format,
    reports.document_sha256
-- each side is narrowed by itself: DuckDB hands the filter on only over inner joins
from marts.metric_values as measures
inner join marts.dim_report as reports on measures.report_id = reports.report_id
left join marts.agency_comparison as compared
    on
        measures.report_id = compared.report_id and measures.metric = compared.metric
        and compared.metric = $metric and list_contains($agencies, compared.agency_id)
left join marts.long_series as series
    on
        measures.report_id = series.report_id and measures.metric = series.metric
        and series.metric = $metric and list_contains($agencies, series.agency_id)
where
    measures.metric = $metric and measures.report_scope = $scope
    and measures.report_year between $first and $last
    and list_contains($agencies, measures.agency_id)
order by measures.report_year, reports.agency_id
