-- One row per measure, form and figure of the prose it is taken from.
-- zh: 统计项所取正文数字。
create table if not exists seeds.measure_figures (
    measure varchar not null,
    form_id varchar not null,
    figure varchar not null,
    channel varchar,
    primary key (measure, form_id)
);
