-- One row per metric for the dictionary.
select '`' || metric || '`', label_zh, unit, formula, description_en
from marts.dim_metric
order by metric_order
