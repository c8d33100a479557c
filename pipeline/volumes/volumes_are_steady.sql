-- One row per report year whose documents, the same as in the last version, give 15 % more or fewer numbers.
with kept as (
    select
        reports.document_sha256,
        reports.report_year
    from before.marts.dim_report as reports
    inner join marts.dim_report as still on reports.document_sha256 = still.document_sha256
),

numbers as (
    select 'cells' as kind, 1 as side, document_sha256, value from before.marts.fct_observation
    union all
    select 'cells' as kind, 2 as side, document_sha256, value from marts.fct_observation
    union all
    select 'figures' as kind, 1 as side, document_sha256, value from before.marts.figures
    union all
    select 'figures' as kind, 2 as side, document_sha256, value from marts.figures
),

compared as (
    select
        kept.report_year,
        numbers.kind,
        count(numbers.value) filter (where numbers.side = 1) as count_before,
        count(numbers.value) filter (where numbers.side = 2) as count_now
    from numbers
    inner join kept on numbers.document_sha256 = kept.document_sha256
    group by kept.report_year, numbers.kind
)

select
    report_year,
    kind,
    count_before,
    count_now
from compared
where
    -- a handful of numbers more or less is one document read better, no anomaly
    greatest(count_before, count_now) >= 100
    and abs(count_now - count_before) > 0.15 * count_before
order by report_year, kind
