-- One row per report and metric: numerator, denominator and value, with a Wilson 95 % interval for rates.
-- by: report_id
-- zh: 指标数值：分子、分母、数值与置信区间。
with all_metrics as (
    select * from metrics.all_metrics
    where numerator is not null or denominator is not null
),

reports as (
    select * from staging.reports
),

definitions as (
    select * from seeds.metrics
),

basis as (
    select * from staging.metric_basis
),

joined as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.report_scope,
        all_metrics.metric,
        definitions.kind,
        all_metrics.numerator,
        all_metrics.denominator,
        all_metrics.value,
        coalesce(basis.basis, 'table') as basis,
        definitions.kind <> 'count' and coalesce(all_metrics.denominator, 0) < 10 as small_n,
        definitions.kind = 'rate' and all_metrics.value between 0 and 1 as has_interval
    from all_metrics
    inner join reports on all_metrics.report_id = reports.report_id
    inner join definitions on all_metrics.metric = definitions.metric
    left join basis
        on all_metrics.report_id = basis.report_id and all_metrics.metric = basis.metric
),

widths as (
    select
        *,
        1.959963984540054 as z,
        1 + 3.841458820694124 / denominator as spread
    from joined
)

select
    report_id,
    agency_id,
    report_year,
    report_scope,
    metric,
    kind,
    numerator,
    denominator,
    value,
    basis,
    small_n,
    case when has_interval then greatest(0, (
        value + z * z / (2 * denominator)
        - z * sqrt(value * (1 - value) / denominator + z * z / (4 * denominator * denominator))
    ) / spread) end as ci_low,
    case when has_interval then least(1, (
        value + z * z / (2 * denominator)
        + z * sqrt(value * (1 - value) / denominator + z * z / (4 * denominator * denominator))
    ) / spread) end as ci_high
from widths
