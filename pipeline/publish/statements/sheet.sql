-- The first rows of one table, with readable names before its codes.
select ${columns}
from (
    select *
    from ${table} as base
    ${where}
    ${order}
    limit ${max_rows}
) as base
${joins}
${order}
