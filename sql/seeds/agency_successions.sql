-- One row per predecessor and successor: renamed, merged, split.
-- zh: 机关承继表。
create table if not exists seeds.agency_successions (
    predecessor_id varchar not null,
    successor_id varchar not null,
    effective_on date not null,
    kind varchar not null,
    source varchar,
    primary key (predecessor_id, successor_id)
);
