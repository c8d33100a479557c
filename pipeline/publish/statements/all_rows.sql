-- All rows of one table on one side, with where they are.
create or replace temp view gongkai_${side}_rows as
select gongkai_row.*, gongkai_row.rowid as gongkai_rowid
from ${table} as gongkai_row
