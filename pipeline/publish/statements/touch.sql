-- The reports of the rows that differ in one table; ?: its name.
insert into gongkai_touched
select distinct ?::varchar, lacking.report_id
from (select report_id from gongkai_gone union all select report_id from gongkai_came) as lacking
