-- One row per form and cell of it.
-- zh: 格式单元格。
create table if not exists seeds.form_cells (
    form_id varchar not null,
    cell_code varchar not null,
    part varchar not null,
    row_code varchar not null,
    col_code varchar,
    row_label_zh varchar not null,
    col_label_zh varchar,
    unit varchar,
    kind varchar not null,
    outcome_group varchar,
    primary key (form_id, cell_code)
);
