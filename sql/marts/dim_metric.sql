-- One row per metric: its formula, unit and kind.
-- zh: 指标维表：公式、单位与类型。
with metrics as (
    select * from seeds.metrics
),

uses as (
    select
        metric,
        list(measure order by measure) as measures
    from seeds.metric_measures
    group by metric
)

select
    metrics.metric,
    metrics.metric_order,
    metrics.label_zh,
    metrics.label_en,
    metrics.unit,
    metrics.kind,
    metrics.formula,
    metrics.scale,
    metrics.description_en,
    uses.measures
from metrics
inner join uses on metrics.metric = uses.metric
order by metrics.metric_order
