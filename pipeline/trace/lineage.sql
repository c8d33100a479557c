-- The cells behind one metric of one agency and year; $agency_id, $report_year, $metric.
select * from marts.lineage($agency_id, $report_year, $metric)
