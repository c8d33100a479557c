-- One row per measure: a quantity that is asked for in several forms, or stated in prose.
-- zh: 统计项。
create table if not exists seeds.measures (
    measure varchar not null primary key,
    label_zh varchar not null,
    label_en varchar not null,
    unit varchar not null,
    note varchar
);
