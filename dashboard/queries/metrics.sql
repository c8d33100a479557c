-- One row per metric: label, unit, kind and formula.
select
    metric,
    label_zh,
    label_en,
    unit,
    kind,
    formula,
    scale,
    description_en
from marts.dim_metric
order by metric_order
