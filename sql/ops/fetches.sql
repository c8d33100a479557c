-- One row per request to a portal (from the archive's catalogue).
-- zh: 请求记录：对门户的每次请求。
create table if not exists ops.fetches (
    fetch_id bigint not null,
    run_id varchar not null,
    portal varchar not null,
    url varchar not null,
    kind varchar not null,
    fetched_at timestamp not null,
    status integer,
    outcome varchar not null,
    media_type varchar,
    charset varchar,
    byte_count bigint not null,
    seconds double not null,
    attempt_count integer not null,
    document_sha256 varchar,
    reason varchar
);
