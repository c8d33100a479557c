-- One row per measure and form that sums a whole group of table 3, rows unknown to the form included.
-- zh: 统计项所取行组（含未知行）。
create table if not exists seeds.measure_groups (
    measure varchar not null,
    form_id varchar not null,
    outcome_group varchar not null,
    col_code varchar not null,
    primary key (measure, form_id)
);
