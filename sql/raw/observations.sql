-- One row per document and form cell: what is printed there, and what the blank rules make of it.
-- No primary key: its index costs more than the load; sql/checks/observations_are_unique.sql proves the key.
-- zh: 原始单元格：所印内容与补空后数值。
create table if not exists raw.observations (
    document_sha256 varchar not null,
    cell_code varchar not null,
    value_raw varchar not null,
    value double,
    semantic varchar not null,
    unit varchar,
    filled double,
    fill_rule varchar,
    source_cell varchar not null,
    row_label varchar
);
