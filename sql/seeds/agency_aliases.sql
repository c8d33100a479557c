-- One row per other name of an agency within its validity.
-- zh: 机关别名表。
create table if not exists seeds.agency_aliases (
    alias varchar not null,
    agency_key varchar not null,
    agency_id varchar not null,
    valid_from date,
    valid_to date,
    source varchar
);
