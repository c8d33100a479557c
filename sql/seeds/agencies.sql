-- One row per agency known by the crosswalk (a renamed or merged agency is a row of its own).
-- zh: 机关对照表。
create table if not exists seeds.agencies (
    agency_id varchar not null primary key,
    canonical_name varchar not null,
    agency_key varchar not null,
    agency_type varchar not null,
    level varchar not null,
    region_code varchar not null,
    portal_org_code varchar,
    parent_agency_id varchar,
    report_scope varchar not null,
    valid_from date,
    valid_to date,
    status varchar not null
);
