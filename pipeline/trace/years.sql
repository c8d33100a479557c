-- One row per year that an agency has a report on, oldest first; $agency_id.
select distinct report_year from marts.dim_report
where agency_id = $agency_id
order by report_year
