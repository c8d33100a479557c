-- Rows of one side whose like the other side lacks, by the hash of the columns both have.
create or replace temp table ${target} as
with
lacking as (
    select here.gongkai_rowid
    from gongkai_${here}_hashes as here
    anti join gongkai_${there}_hashes as there on here.gongkai_hash = there.gongkai_hash
)

select ${columns}
from gongkai_${here}_rows as side_rows
semi join lacking on side_rows.gongkai_rowid = lacking.gongkai_rowid
