-- One row: what the published version holds, for the table at the end of a run.
select
    (select count(*) from marts.coverage where coverage_status <> 'missing') as found,
    (select count(*) from marts.dim_report where report_status = 'read') as read,
    (select count(*) from marts.dim_report where report_status <> 'read') as refused,
    (select count(*) from marts.coverage where coverage_status = 'missing') as missing,
    (select count(*) from marts.coverage where coverage_status = 'late') as late,
    (select count(distinct agency_id) from marts.dim_report) as agencies,
    (select min(report_year) from marts.dim_report) as first_year,
    (select max(report_year) from marts.dim_report) as last_year,
    (select count(*) from marts.fct_observation) as cells,
    (select count(*) from marts.figures) as figures,
    (select count(*) from marts.findings where severity <> 'info') as findings,
    (select count(*) from marts.findings where severity = 'error') as errors,
    (select count(*) from marts.findings where severity = 'warn') as warnings
