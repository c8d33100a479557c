-- One row per combination of forms met in a report and cell of a measure of these forms; how many cells the measure has.
-- `measure_no` stands for measure and form.
-- materialized: view
-- zh: 格式组合中各统计项所取单元格。
with profiles as (
    select distinct
        form_profile,
        form_s,
        form_t2,
        form_t3,
        form_t4
    from staging.reports
),

cells as (
    select
        *,
        count(*) over (partition by measure, form_id) as cell_count,
        cast(dense_rank() over (order by measure, form_id) as integer) as measure_no
    from seeds.measure_cells
)

select
    profiles.form_profile,
    cells.cell_code,
    cells.measure_no,
    cells.measure,
    cells.form_id,
    cells.weight,
    cells.cell_count
from cells
inner join profiles
    on cells.form_id = case cells.part
        when 's' then profiles.form_s
        when 't2' then profiles.form_t2
        when 't3' then profiles.form_t3
        when 't4' then profiles.form_t4
    end
