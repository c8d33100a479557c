left join (
    select ${key} as gongkai_key, min(${label}) as gongkai_label from ${table} group by all
) as ${alias} on base.${column} = ${alias}.gongkai_key
