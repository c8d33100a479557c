-- One row per metric, form and cell (or figure of the prose) it is computed from; rows unknown to a form by a pattern.
-- zh: 指标溯源：每项指标所用单元格或正文数字。
select
    uses.metric,
    uses.measure,
    cells.form_id,
    cells.cell_code,
    cells.weight,
    cast(null as varchar) as figure,
    cast(null as varchar) as channel
from seeds.metric_measures as uses
inner join seeds.measure_cells as cells on uses.measure = cells.measure
union all
select
    uses.metric,
    uses.measure,
    figures.form_id,
    cast(null as varchar) as cell_code,
    1 as weight,
    figures.figure,
    figures.channel
from seeds.metric_measures as uses
inner join seeds.measure_figures as figures on uses.measure = figures.measure
union all
select
    uses.metric,
    uses.measure,
    groups.form_id,
    't3.' || groups.outcome_group || '.unmapped_%.' || groups.col_code as cell_code,
    1 as weight,
    cast(null as varchar) as figure,
    cast(null as varchar) as channel
from seeds.metric_measures as uses
inner join seeds.measure_groups as groups on uses.measure = groups.measure
order by all
