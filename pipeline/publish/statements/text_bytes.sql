select coalesce(sum(${length}), 0) from ${table}
