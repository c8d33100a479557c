-- One row per table and report that has a row of it in one version only.
create temp table gongkai_touched (table_name varchar, report_id varchar)
