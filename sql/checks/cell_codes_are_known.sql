-- One row per cell code in the facts that no form has (a hybrid table mixes two) and that is no unknown row kept under a code of its own.
-- severity: error
-- fault: ours
with observations as (
    select
        form_id,
        cell_code,
        count(*) as cell_count
    from marts.fct_observation
    group by form_id, cell_code
),

cells as (
    select * from seeds.form_cells
)

select
    observations.form_id,
    observations.cell_code,
    observations.cell_count
from observations
anti join cells
    on observations.cell_code = cells.cell_code
where not contains(observations.cell_code, '.unmapped_')
