-- One row per outcome of a request in any form, with its stable group.
-- zh: 办理结果。
create table if not exists seeds.outcomes (
    outcome varchar not null primary key,
    outcome_group varchar not null,
    outcome_order integer not null,
    label_zh varchar not null,
    label_en varchar not null,
    group_label_zh varchar not null,
    f2014_cell_code varchar,
    first_form varchar not null,
    last_form varchar
);
