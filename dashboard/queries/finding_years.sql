-- One row per report year with findings, newest first.
select distinct report_year from marts.findings
where report_year is not null
order by report_year desc
