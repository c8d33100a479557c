-- raw.snapshots from the catalogue: pages and attachments only, listings and robots are not documents
select
    versions.portal,
    versions.url,
    resources.url_key,
    resources.docid,
    versions.sha256 as document_sha256,
    cast(versions.version_no as integer) as version_no,
    versions.media_type,
    resources.parent_url,
    cast(cast(versions.first_seen_at as timestamptz) as timestamp) as first_seen_at,
    coalesce(resources.sha256 = versions.sha256, false)
    and versions.version_no
    = max(versions.version_no) over (partition by versions.url, versions.sha256) as is_current,
    cast(cast(resources.gone_at as timestamptz) as timestamp) as gone_at
from catalogue_versions as versions
inner join catalogue_resources as resources on versions.url = resources.url
where resources.kind in ('page', 'attachment')
order by versions.url, versions.version_no
