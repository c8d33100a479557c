-- Count, xor and sum of the row hashes of every part of one table.
select
    gongkai_year,
    gongkai_district,
    count(*) as row_count,
    bit_xor(gongkai_hash) as xor_hash,
    sum(gongkai_hash) as sum_hash
from ${rows}
group by gongkai_year, gongkai_district
