-- The rows of some parts of one table, a file each.
copy (
    select part_rows.* exclude (gongkai_district), (gongkai_district % ${count})::integer as gongkai_heap
    from ${rows} as part_rows
    where ${is_due}
) to ${path}
(format parquet, compression zstd, partition_by (gongkai_year, gongkai_heap))
