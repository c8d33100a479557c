-- The hash of every row to be read on one side, by the columns both have.
create or replace temp table gongkai_${side}_hashes as
select gongkai_rowid, hash(${columns}) as gongkai_hash
from gongkai_${side}_rows
