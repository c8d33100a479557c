-- Every statement of the archive's catalogue, by name. Named parameters; times are UTC, ISO 8601 text.

-- name: get_meta
select value from meta where key = :key;

-- name: put_meta
insert into meta (key, value) values (:key, :value) on conflict (key) do update set value = excluded.value;

-- name: start_run
insert into runs (run_id, portals, years, started_at, as_of, status)
values (:run_id, :portals, :years, :at, :as_of, 'running')
on conflict (run_id) do update set status = 'running', ended_at = null;

-- name: interrupt_runs
update runs set status = 'failed', ended_at = :at, message = 'interrupted'
where status = 'running' and run_id <> :run_id;

-- name: end_run
update runs set
    ended_at = :at,
    status = :status,
    extracted_count = :extracted_count,
    refused_count = :refused_count,
    version = :version,
    message = :message,
    request_count = (
        select coalesce(sum(f.attempt_count), 0) from fetches as f where f.run_id = runs.run_id
    ),
    not_modified_count = (
        select count(*) from fetches as f where f.run_id = runs.run_id and f.outcome = 'not_modified'
    ),
    body_count = (
        select count(*) from fetches as f where f.run_id = runs.run_id and f.sha256 is not null
            and f.outcome <> 'not_modified'
    ),
    byte_count = (
        select coalesce(sum(f.byte_count), 0) from fetches as f where f.run_id = runs.run_id
    )
where run_id = :run_id;

-- name: record_fetch
insert into fetches (
    run_id, portal, url, kind, fetched_at, status, outcome, media_type, charset, etag, last_modified,
    byte_count, seconds, attempt_count, sha256, reason
) values (
    :run_id, :portal, :url, :kind, :at, :status, :outcome, :media_type, :charset, :etag, :last_modified,
    :byte_count, :seconds, :attempt_count, :sha256, :reason
);

-- name: host_use
select url, attempt_count, fetched_at, seconds from fetches where run_id = :run_id and portal = :portal;

-- name: resource_by_url
select * from resources where url = :url;

-- name: resource_by_key
select * from resources where url_key = :url_key and portal = :portal
order by gone_at is not null, first_seen_at, url
limit 1;

-- name: resources_of
select * from resources where portal = :portal and kind in ('page', 'attachment') order by url;

-- name: attachments_of
select * from resources where parent_url = :parent_url order by url;

-- name: save_resource
insert into resources (
    url, portal, url_key, docid, kind, parent_url, sha256, etag, last_modified, media_type,
    first_seen_at, checked_at, changed_at, gone_at, failure_count
) values (
    :url, :portal, :url_key, :docid, :kind, :parent_url, :sha256, :etag, :last_modified, :media_type,
    :at, :at, :changed_at, null, 0
)
on conflict (url) do update set
    kind = excluded.kind,
    parent_url = coalesce(excluded.parent_url, resources.parent_url),
    sha256 = excluded.sha256,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    media_type = coalesce(excluded.media_type, resources.media_type),
    checked_at = excluded.checked_at,
    changed_at = coalesce(excluded.changed_at, resources.changed_at),
    gone_at = null,
    failure_count = 0;

-- name: missed_resource
insert into resources (
    url, portal, url_key, docid, kind, parent_url, first_seen_at, checked_at, gone_at, failure_count
) values (:url, :portal, :url_key, :docid, :kind, :parent_url, :at, :at, :gone_at, 0)
on conflict (url) do nothing;

-- name: gone_resource
update resources set gone_at = coalesce(gone_at, :at), checked_at = :at, failure_count = 0 where url = :url;

-- name: failed_resource
update resources set failure_count = failure_count + 1 where url = :url;

-- name: last_version
select version_no, sha256 from versions where url = :url order by version_no desc limit 1;

-- name: add_version
insert into versions (
    url, version_no, portal, sha256, media_type, byte_count, first_seen_at, last_seen_at
) values (:url, :version_no, :portal, :sha256, :media_type, :byte_count, :at, :at);

-- name: seen_version
update versions set last_seen_at = :at where url = :url and version_no = :version_no;

-- name: columns_of
select * from portal_columns where portal = :portal order by column_url;

-- name: save_column
insert into portal_columns (
    column_url, portal, title, template, evidence, item_count, page_count, first_seen_at, checked_at
) values (:column_url, :portal, :title, :template, :evidence, :item_count, :page_count, :at, :at)
on conflict (column_url) do update set
    title = excluded.title,
    template = excluded.template,
    evidence = excluded.evidence,
    item_count = excluded.item_count,
    page_count = excluded.page_count,
    checked_at = excluded.checked_at,
    gone_at = null;

-- name: gone_column
update portal_columns set gone_at = coalesce(gone_at, :at), checked_at = :at where column_url = :column_url;

-- name: save_listing
insert into listings (
    url, list_url, portal, column_url, column_title, title, listed_on, issuer, index_no, hint_year,
    first_seen_at, last_seen_at
) values (
    :url, :list_url, :portal, :column_url, :column_title, :title, :listed_on, :issuer, :index_no,
    :hint_year, :at, :at
)
on conflict (url, list_url) do update set
    column_url = excluded.column_url,
    column_title = excluded.column_title,
    title = excluded.title,
    listed_on = excluded.listed_on,
    issuer = excluded.issuer,
    index_no = excluded.index_no,
    hint_year = excluded.hint_year,
    last_seen_at = excluded.last_seen_at,
    gone_at = null;

-- name: gone_listings
update listings set gone_at = :at
where portal = :portal and column_url = :column_url and gone_at is null and last_seen_at < :at;

-- name: listings_of
select * from listings where portal = :portal order by url, list_url;

-- name: record_finding
insert into crawl_findings (
    finding_id, portal, url, rule, severity, message, first_seen_at, last_seen_at
) values (:finding_id, :portal, :url, :rule, :severity, :message, :at, :at)
on conflict (finding_id) do update set
    severity = excluded.severity,
    message = excluded.message,
    last_seen_at = excluded.last_seen_at,
    first_seen_at = iif(crawl_findings.resolved_at is null, crawl_findings.first_seen_at, excluded.first_seen_at),
    resolved_at = null;

-- name: finding
select * from crawl_findings where finding_id = :finding_id;

-- name: open_findings_at
select finding_id, rule from crawl_findings where portal = :portal and url = :url and resolved_at is null;

-- name: resolve_finding
update crawl_findings set resolved_at = :at where finding_id = :finding_id and resolved_at is null;

-- name: record_extraction
insert into extractions (sha256, reader_version, extracted_at, seconds, status, message)
values (:sha256, :reader_version, :at, :seconds, :status, :message)
on conflict (sha256, reader_version) do update set
    extracted_at = excluded.extracted_at,
    seconds = excluded.seconds,
    status = excluded.status,
    message = excluded.message;

-- name: record_published
insert into published (version, content_sha256, run_id, published_at)
values (:version, :content_sha256, :run_id, :at)
on conflict (version) do update set removed_at = null;

-- name: removed_published
update published set removed_at = :at where version = :version and removed_at is null;

-- name: standing_finding
insert into finding_history (finding_id, first_seen_at) values (:finding_id, :at)
on conflict (finding_id) do update set last_seen_at = null;

-- name: standing_findings
select finding_id from finding_history where last_seen_at is null;

-- name: ended_finding
update finding_history set last_seen_at = :at where finding_id = :finding_id and last_seen_at is null;

-- name: table_meta
select * from meta order by key;

-- name: table_runs
select * from runs order by started_at, run_id;

-- name: table_fetches
select * from fetches order by fetch_id;

-- name: table_resources
select * from resources order by url;

-- name: table_versions
select * from versions order by url, version_no;

-- name: table_portal_columns
select * from portal_columns order by column_url;

-- name: table_listings
select * from listings order by url, list_url;

-- name: table_crawl_findings
select * from crawl_findings order by portal, url, rule;

-- name: table_finding_history
select * from finding_history order by finding_id;

-- name: table_extractions
select * from extractions order by sha256, reader_version;

-- name: table_published
select * from published order by published_at, version;

-- name: table_snapshots
select
    v.portal,
    v.url,
    r.url_key,
    r.docid,
    v.sha256 as document_sha256,
    v.version_no,
    v.media_type,
    r.parent_url,
    v.first_seen_at,
    v.last_seen_at,
    v.version_no = max(v.version_no) over (partition by v.url) as is_current,
    r.gone_at
from versions as v
inner join resources as r on v.url = r.url
order by v.url, v.version_no;

-- name: document_hashes
select distinct sha256 from versions order by sha256;

-- name: all_hashes
select sha256 from versions
union
select sha256 from resources where sha256 is not null
order by sha256;
