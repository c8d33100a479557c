-- One row per measure, form and cell it is summed from, with its sign.
-- zh: 统计项所取单元格及符号。
create table if not exists seeds.measure_cells (
    measure varchar not null,
    form_id varchar not null,
    part varchar not null,
    cell_code varchar not null,
    weight integer not null,
    primary key (measure, form_id, cell_code)
);
