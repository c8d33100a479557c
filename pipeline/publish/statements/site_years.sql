-- One row per report year: reports read, requests, and rates as sums over sums; aggregates would count twice.
with
reports as (
    select
        report_year,
        count(*) filter (report_status <> 'refused') as report_count
    from marts.dim_report
    group by report_year
),

sums as (
    select
        report_year,
        sum(value) filter (metric = 'requests_received') as requests_received,
        count(value) filter (metric = 'requests_received') as counted_reports,
        sum(numerator) filter (metric = 'disclosure_rate') as disclosed,
        sum(denominator) filter (metric = 'disclosure_rate') as processed,
        sum(numerator) filter (metric = 'refusal_rate') as refused,
        sum(denominator) filter (metric = 'refusal_rate') as refusal_base
    from marts.metric_values
    where report_scope <> 'government_aggregate'
    group by report_year
),

errors as (
    select
        report_year,
        count(*) as error_count
    from marts.findings
    where severity = 'error' and fault = 'agency'
    group by report_year
)

select
    reports.report_year,
    reports.report_count,
    sums.requests_received,
    sums.counted_reports,
    sums.disclosed,
    sums.processed,
    sums.disclosed / nullif(sums.processed, 0) as disclosure_rate,
    sums.refused,
    sums.refused / nullif(sums.refusal_base, 0) as refusal_rate,
    coalesce(errors.error_count, 0) as error_count,
    -- the year that is told about: the latest one that is not just beginning
    reports.report_count * 2 >= max(reports.report_count) over () as is_full
from reports
left join sums on reports.report_year = sums.report_year
left join errors on reports.report_year = errors.report_year
order by reports.report_year
