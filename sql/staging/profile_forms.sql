-- One row per combination of forms met in a report and measure: the form the measure is taken from.
-- zh: 格式组合中各统计项所取格式。
with profiles as (
    select distinct
        form_profile,
        form_id,
        form_s,
        form_t2,
        form_t3,
        form_t4
    from staging.reports
),

tables as (
    select
        form_profile,
        unnest(['s', 't2', 't3', 't4']) as part,
        unnest([form_s, form_t2, form_t3, form_t4]) as form_id
    from profiles
),

cells as (
    select distinct
        measure,
        part,
        form_id
    from seeds.measure_cells
),

figures as (
    select * from seeds.measure_figures
)

select
    tables.form_profile,
    cells.measure,
    max(tables.form_id) as form_id
from tables
inner join cells on tables.part = cells.part and tables.form_id = cells.form_id
group by tables.form_profile, cells.measure
union all
select
    profiles.form_profile,
    figures.measure,
    profiles.form_id
from profiles
inner join figures on profiles.form_id = figures.form_id
