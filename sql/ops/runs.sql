-- One row per run of the pipeline (from the archive's catalogue).
-- zh: 运行记录：流水线的每次运行。
create table if not exists ops.runs (
    run_id varchar not null,
    portals varchar not null,
    years varchar not null,
    started_at timestamp not null,
    ended_at timestamp,
    as_of date not null,
    status varchar not null,
    http_request_count integer not null,
    not_modified_count integer not null,
    body_count integer not null,
    byte_count bigint not null,
    extracted_count integer not null,
    refused_count integer not null,
    version varchar,
    message varchar
);
