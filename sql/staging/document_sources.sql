-- One row per document: the address it is known by, the listing that led there, and the page it hangs on.
-- by: document_sha256
-- linked: staging.document_relatives.other_sha256
-- zh: 文件的网址与列表来源。
with snapshots as (
    select * from raw.snapshots
),

addresses as (
    select distinct on (document_sha256)
        document_sha256,
        url,
        url_key,
        docid,
        parent_url,
        version_no,
        is_current,
        gone_at
    from snapshots
    order by document_sha256, is_current desc, (gone_at is null) desc, first_seen_at, url
),

seen as (
    select
        document_sha256,
        min(first_seen_at) as first_seen_at,
        count(distinct url) as address_count
    from snapshots
    group by document_sha256
),

first_listings as (
    select distinct on (url)
        url,
        list_url,
        column_url,
        column_title,
        title as listing_title,
        issuer as listing_issuer,
        issuer_key as listing_issuer_key,
        index_no as listing_index_no,
        hint_year
    from raw.listings
    where url in (select coalesce(addresses.parent_url, addresses.url) from addresses)
    order by url, (gone_at is null) desc, (issuer_key is null), first_seen_at, list_url
),

parents as (
    select distinct on (url)
        url,
        document_sha256 as parent_sha256
    from snapshots
    order by url, is_current desc, version_no desc
)

select
    addresses.document_sha256,
    addresses.url,
    addresses.url_key,
    addresses.docid,
    addresses.parent_url,
    addresses.version_no,
    addresses.is_current,
    addresses.gone_at,
    seen.first_seen_at,
    seen.address_count,
    parents.parent_sha256,
    first_listings.list_url,
    first_listings.column_url,
    first_listings.column_title,
    first_listings.listing_title,
    first_listings.listing_issuer,
    first_listings.listing_issuer_key,
    first_listings.listing_index_no,
    first_listings.hint_year
from addresses
inner join seen on addresses.document_sha256 = seen.document_sha256
left join parents on addresses.parent_url = parents.url
left join first_listings on first_listings.url = coalesce(addresses.parent_url, addresses.url)
