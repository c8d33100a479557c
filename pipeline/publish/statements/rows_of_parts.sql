-- The rows of some parts of one table.
create or replace temp table ${target} as
select part_rows.* exclude (gongkai_year, gongkai_district)
from ${rows} as part_rows
where ${is_due}
