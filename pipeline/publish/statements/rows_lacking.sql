-- Rows of one side whose like the other side lacks, by the hash of the columns both have.
create or replace temp table ${target} as
with
here as (
    select gongkai_row.*, hash(gongkai_row) as gongkai_hash
    from (select ${columns} from ${here}) as gongkai_row
),

there as (
    select hash(gongkai_row) as gongkai_hash
    from (select ${columns} from ${there}) as gongkai_row
)

select here.* exclude (gongkai_hash)
from here
anti join there on here.gongkai_hash = there.gongkai_hash
