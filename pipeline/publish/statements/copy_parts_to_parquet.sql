-- The rows of some parts of one table, a file each; years may be null.
copy (
    select part_rows.* exclude (gongkai_district), (gongkai_district % ${count})::integer as gongkai_heap
    from ${rows} as part_rows
    semi join (values ${keys}) as due (due_year, due_heap)
        on part_rows.gongkai_year is not distinct from due.due_year
        and part_rows.gongkai_district % ${count} = due.due_heap
) to ${path}
(format parquet, compression zstd, partition_by (gongkai_year, gongkai_heap))
