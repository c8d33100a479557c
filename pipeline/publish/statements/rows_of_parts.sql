-- The rows of some parts of one table on one side, with where they are.
create or replace temp view gongkai_${side}_rows as
select part_rows.* exclude (gongkai_year, gongkai_district)
from ${rows} as part_rows
where ${is_due}
