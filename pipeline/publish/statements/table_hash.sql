-- Count, xor and sum of the row hashes of one table: the same for the same rows in any order.
select
    count(*) as row_count,
    coalesce(bit_xor(hash(gongkai_row)), 0)::varchar as xor_hash,
    coalesce(sum(hash(gongkai_row)), 0)::varchar as sum_hash
from ${table} as gongkai_row
