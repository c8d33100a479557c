copy (
    select big.*, dim_report.report_year
    from ${table} as big
    left join marts.dim_report as dim_report on big.report_id = dim_report.report_id
) to ${path}
(format parquet, compression zstd, partition_by (report_year), write_partition_columns true)
