copy (select * from ${table}) to ${path}
(format parquet, compression zstd, partition_by (report_year), write_partition_columns true)
