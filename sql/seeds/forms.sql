-- One row per form generation, oldest first.
-- zh: 表格格式。
create table if not exists seeds.forms (
    form_id varchar not null primary key,
    form_order integer not null,
    instrument varchar not null,
    first_year integer not null,
    last_year integer,
    label_zh varchar not null
);
