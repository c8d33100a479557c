-- The rows of some parts of one table; years may be null.
create or replace temp table ${target} as
select part_rows.* exclude (gongkai_year, gongkai_district)
from ${rows} as part_rows
semi join (values ${keys}) as differing (differing_year, differing_district)
    on part_rows.gongkai_year is not distinct from differing.differing_year
    and part_rows.gongkai_district = differing.differing_district
