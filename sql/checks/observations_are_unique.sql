-- One row per document and cell that was loaded twice.
-- materialized: table
-- by: report_id
-- severity: error
-- fault: ours
select
    report_id,
    cell_code,
    count(*) as cell_count
from marts.fct_observation
group by report_id, cell_code
having count(*) > 1
