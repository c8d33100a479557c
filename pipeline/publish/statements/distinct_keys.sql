select count(*) = count(distinct hash(${columns})) from ${table}
