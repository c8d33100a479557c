-- One row per report and measure that its prose states and none of its tables asks for.
-- by: report_id
-- zh: 取自正文的统计项数值。
with reports as (
    select * from staging.reports
),

figures as (
    select * from staging.report_figures
),

wanted as (
    select * from seeds.measure_figures
)

select
    reports.report_id,
    wanted.measure,
    reports.form_id,
    figures.value,
    'text:' || figures.unit_group as basis
from reports
inner join wanted on reports.form_id = wanted.form_id
inner join figures
    on
        reports.report_id = figures.report_id
        and wanted.figure = figures.figure
        and wanted.channel is not distinct from figures.channel
