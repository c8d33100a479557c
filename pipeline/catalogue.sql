-- The archive's catalogue: everything that has a history. Times are UTC, ISO 8601 text.

create table if not exists meta (key text primary key, value text not null); -- kind (sample|real), schema_version

create table if not exists runs (
    run_id text primary key,
    portals text not null,
    years text not null,
    started_at text not null,
    ended_at text,
    as_of text not null, -- the date that decides what is due; a rebuild uses the last run's
    status text not null, -- running, succeeded, failed
    request_count integer not null default 0,
    not_modified_count integer not null default 0,
    body_count integer not null default 0,
    byte_count integer not null default 0,
    extracted_count integer not null default 0,
    refused_count integer not null default 0,
    version text, -- the published version this run ended with
    message text
);

create table if not exists fetches (
    fetch_id integer primary key,
    run_id text not null,
    portal text not null,
    url text not null,
    kind text not null, -- robots, listing, page, attachment, probe
    fetched_at text not null,
    status integer,
    outcome text not null, -- new, changed, unchanged, not_modified, gone, blocked, refused, failed
    media_type text,
    charset text,
    etag text,
    last_modified text,
    byte_count integer not null default 0,
    seconds real not null,
    attempt_count integer not null default 1,
    sha256 text,
    reason text -- error class and line where outcome is blocked, refused or failed
);
create index if not exists fetches_by_url on fetches (url);
create index if not exists fetches_by_run on fetches (run_id);

create table if not exists resources ( -- the present state of each address
    url text primary key,
    portal text not null,
    url_key text not null,
    docid text,
    kind text not null,
    parent_url text,
    sha256 text,
    etag text,
    last_modified text,
    media_type text,
    first_seen_at text not null,
    checked_at text not null,
    changed_at text,
    gone_at text,
    failure_count integer not null default 0
);

create table if not exists versions ( -- each body an address ever gave
    url text not null,
    version_no integer not null,
    portal text not null,
    sha256 text not null,
    media_type text,
    byte_count integer not null,
    first_seen_at text not null,
    last_seen_at text not null,
    primary key (url, version_no)
);

create table if not exists portal_columns ( -- columns of annual reports found on a portal, with the evidence
    column_url text primary key,
    portal text not null,
    title text,
    template text not null, -- which selector of the ladder read it
    evidence text not null, -- JSON: how it was found
    item_count integer not null,
    page_count integer not null,
    first_seen_at text not null,
    checked_at text not null,
    gone_at text
);

create table if not exists listings (
    url text not null,
    list_url text not null,
    portal text not null,
    column_url text not null,
    column_title text,
    title text not null,
    listed_on text,
    issuer text,
    index_no text,
    hint_year integer, -- of the title, else of the date less one
    first_seen_at text not null,
    last_seen_at text not null,
    gone_at text,
    primary key (url, list_url)
);

create table if not exists crawl_findings ( -- block pages, vanished columns … : findings that have no document
    finding_id text primary key,
    portal text not null,
    url text not null,
    rule text not null,
    severity text not null,
    message text not null,
    first_seen_at text not null,
    last_seen_at text not null,
    resolved_at text
);

create table if not exists finding_history ( -- first and last seen of every finding of the warehouse
    finding_id text primary key,
    first_seen_at text not null,
    last_seen_at text -- null while it stands
);

create table if not exists extractions ( -- which reader read which document, and how that ended
    sha256 text not null,
    reader_version text not null,
    extracted_at text not null,
    seconds real not null,
    status text not null, -- read, refused, failed
    message text,
    primary key (sha256, reader_version)
);

create table if not exists published (
    version text primary key,
    content_sha256 text not null,
    run_id text,
    published_at text not null,
    removed_at text
);
