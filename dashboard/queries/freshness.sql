-- One row: how new the version's content is and how much there is of it.
select
    (select max(as_of) from seeds.as_of) as as_of,
    (select max(ended_at) from ops.runs where status = 'succeeded') as last_run_at,
    (select count(*) from marts.documents) as document_count,
    (select count(*) from marts.dim_report) as report_count,
    (select count(distinct agency_id) from marts.dim_report) as agency_count,
    (select min(report_year) from marts.dim_report) as first_year,
    (select max(report_year) from marts.dim_report) as last_year
