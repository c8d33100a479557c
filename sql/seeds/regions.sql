-- One row per region of the crosswalk.
-- zh: 区划。
create table if not exists seeds.regions (
    region_code varchar not null primary key,
    name varchar not null,
    level varchar not null,
    parent_code varchar,
    population bigint,
    population_year integer,
    population_source varchar
);
