-- One row per report and metric taken from prose: the kind of unit it is stated in.
-- by: report_id
-- zh: 取自正文的指标的单位组。
with figure_values as (
    select * from staging.figure_values
),

metric_measures as (
    select * from seeds.metric_measures
)

select
    figure_values.report_id,
    metric_measures.metric,
    min(figure_values.basis) as basis
from figure_values
inner join metric_measures on figure_values.measure = metric_measures.measure
group by figure_values.report_id, metric_measures.metric
