-- One row per finding about one document or one address: both sides, the cells, and whose mistake it is.
-- zh: 原始问题：单份文件或网址的问题。
create table if not exists raw.findings (
    finding_id varchar not null primary key,
    document_sha256 varchar,
    url varchar,
    portal varchar not null,
    rule varchar not null,
    severity varchar not null,
    status varchar not null,
    part varchar not null,
    fault varchar not null,
    message varchar not null,
    left_value double,
    right_value double,
    delta double,
    tolerance double not null,
    cell_codes varchar[] not null,
    source_cells varchar[] not null,
    scope_key varchar not null
);
