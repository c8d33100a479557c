-- One row per measure and pair of forms: may a value of the one be compared with a value of the other.
-- zh: 统计项跨格式可比性。
create table if not exists seeds.measure_steps (
    measure varchar not null,
    from_form varchar not null,
    to_form varchar not null,
    comparability varchar not null,
    reason_zh varchar not null,
    reason_en varchar not null,
    primary key (measure, from_form, to_form)
);
