-- One row per document (one file's content, by sha256) that was read or refused.
-- zh: 原始文件：每份读取或拒读的文件一行。
create table if not exists raw.documents (
    document_sha256 varchar not null primary key,
    portal varchar not null,
    format varchar,
    encoding varchar,
    byte_count bigint not null,
    page_count integer,
    table_count integer not null,
    picture_count integer not null,
    title varchar,
    agency_name varchar,
    agency_key varchar,
    report_year integer,
    title_year integer,
    period_year integer,
    issuer varchar,
    issuer_key varchar,
    index_no varchar,
    metadata_date date,
    signature_date date,
    is_correction boolean not null,
    is_companion boolean not null,
    is_aggregate boolean not null,
    is_report boolean not null,
    prose varchar,
    reader_version varchar not null
);
