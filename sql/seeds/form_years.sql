-- One row per report year and scope: the form in force and the day the report is due.
-- zh: 年度格式与应发布日期。
create table if not exists seeds.form_years (
    report_year integer not null,
    report_scope varchar not null,
    form_id varchar not null,
    due_date date,
    local_due_date date,
    primary key (report_year, report_scope)
);
