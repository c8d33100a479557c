-- One row per report year: reports there and due, and the sums that headline numbers are made of; $scopes, $region.
with
agencies as (
    select agency_id from marts.dim_agency
    where $region is null or region_code = $region
),

panel as (
    select
        coverage.report_year,
        count(coverage.report_id) as report_count,
        count(*) filter (coverage.coverage_status = 'late') as late_count,
        count(*) filter (coverage.coverage_status = 'missing') as missing_count
    from marts.coverage as coverage
    semi join agencies on coverage.agency_id = agencies.agency_id
    where list_contains($scopes, coverage.report_scope)
    group by coverage.report_year
),

sums as (
    select
        metric_values.report_year,
        sum(value) filter (metric = 'requests_received') as requests_received,
        count(value) filter (metric = 'requests_received') as counted_reports,
        sum(numerator) filter (metric = 'disclosure_rate') as disclosed,
        sum(denominator) filter (metric = 'disclosure_rate') as processed,
        count(value) filter (metric = 'disclosure_rate') as disclosure_reports,
        sum(numerator) filter (metric = 'refusal_rate') as refused,
        sum(denominator) filter (metric = 'refusal_rate') as refusal_base,
        count(value) filter (metric = 'refusal_rate') as refusal_reports,
        sum(numerator) filter (metric = 'correction_rate_all') as corrected,
        sum(denominator) filter (metric = 'correction_rate_all') as decided,
        count(value) filter (metric = 'correction_rate_all') as correction_reports
    from marts.metric_values as metric_values
    semi join agencies on metric_values.agency_id = agencies.agency_id
    where
        list_contains($scopes, metric_values.report_scope)
        and metric in ('requests_received', 'disclosure_rate', 'refusal_rate', 'correction_rate_all')
    group by metric_values.report_year
),

errors as (
    select
        quality.report_year,
        sum(quality.error_count)::bigint as error_count,
        count(*) filter (quality.error_count > 0) as error_reports
    from marts.data_quality as quality
    semi join agencies on quality.agency_id = agencies.agency_id
    where list_contains($scopes, quality.report_scope)
    group by quality.report_year
)

select
    panel.*,
    sums.* exclude (report_year),
    sums.disclosed / nullif(sums.processed, 0) as disclosure_rate,
    sums.refused / nullif(sums.refusal_base, 0) as refusal_rate,
    sums.corrected / nullif(sums.decided, 0) as correction_rate,
    errors.error_count,
    errors.error_reports
from panel
left join sums on panel.report_year = sums.report_year
left join errors on panel.report_year = errors.report_year
where panel.report_count > 0
order by panel.report_year
