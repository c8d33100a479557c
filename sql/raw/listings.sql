-- One row per link on a portal's listing pages (from the archive's catalogue).
-- zh: 原始列表链接。
create table if not exists raw.listings (
    portal varchar not null,
    url varchar not null,
    url_key varchar not null,
    list_url varchar not null,
    column_url varchar not null,
    column_title varchar,
    title varchar not null,
    listed_on date,
    issuer varchar,
    issuer_key varchar,
    index_no varchar,
    hint_year integer,
    first_seen_at timestamp not null,
    gone_at timestamp,
    primary key (url, list_url)
);
