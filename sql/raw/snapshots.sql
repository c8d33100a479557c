-- One row per address and body it ever gave (from the archive's catalogue).
-- zh: 原始快照：每个网址给出过的内容。
create table if not exists raw.snapshots (
    portal varchar not null,
    url varchar not null,
    url_key varchar not null,
    docid varchar,
    document_sha256 varchar not null,
    version_no integer not null,
    media_type varchar,
    parent_url varchar,
    first_seen_at timestamp not null,
    is_current boolean not null,
    gone_at timestamp,
    primary key (url, version_no)
);
