-- One row per metric and year of an agency: value, interval, where its series breaks, its peers' band; $agency, $scope.
select
    measures.metric,
    measures.report_year,
    measures.numerator,
    measures.denominator,
    measures.value,
    measures.ci_low,
    measures.ci_high,
    measures.small_n,
    measures.basis,
    series.segment_no,
    series.comparability,
    series.reason_zh,
    series.reason_en,
    peers.group_count,
    peers.group_q1,
    peers.group_median,
    peers.group_q3,
    compared.unranked_reason,
    reports.report_id,
    reports.agency_id,
    reports.canonical_name,
    reports.title,
    reports.url,
    reports.format,
    reports.document_sha256
-- each side is narrowed by itself: DuckDB hands the filter on only over inner joins
from marts.metric_values as measures
inner join marts.dim_report as reports on measures.report_id = reports.report_id
left join marts.long_series as series
    on
        measures.report_id = series.report_id and measures.metric = series.metric
        and series.agency_id = $agency
left join marts.peer_groups as peers
    on
        measures.report_id = peers.report_id and measures.metric = peers.metric
        and peers.agency_id = $agency
left join marts.agency_comparison as compared
    on
        measures.report_id = compared.report_id and measures.metric = compared.metric
        and compared.agency_id = $agency
where
    measures.agency_id = $agency and measures.report_scope = $scope
    and measures.value is not null
order by measures.metric, measures.report_year
