-- One row per rule a finding may name.
-- zh: 问题规则表。
create table if not exists seeds.finding_rules (
    rule varchar not null primary key,
    severity varchar not null,
    title_zh varchar not null,
    title_en varchar not null,
    meaning varchar not null
);
