-- One row per document and cell that was loaded twice.
-- materialized: table
-- by: report_id
-- severity: error
-- fault: ours
with codes as (
    select
        cell_code,
        cast(row_number() over (order by cell_code) as integer) as code_no
    from (select distinct cell_code from marts.fct_observation) as met
),

suspects as ( -- fewer bits than cells: to group cells by report and code would hash 10⁷ of them
    select observations.report_id
    from marts.fct_observation as observations
    inner join codes on observations.cell_code = codes.cell_code
    group by observations.report_id
    having count(*) > bit_count(bitstring_agg(codes.code_no % 1024, 0, 1023))
)

select
    report_id,
    cell_code,
    count(*) as cell_count
from marts.fct_observation
where report_id in (select suspects.report_id from suspects)
group by report_id, cell_code
having count(*) > 1
