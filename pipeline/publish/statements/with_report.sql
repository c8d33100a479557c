${table} as gongkai_row left join ${reports} as gongkai_report on gongkai_row.report_id = gongkai_report.report_id
