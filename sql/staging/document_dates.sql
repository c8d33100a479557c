-- One row per document and source of a date: when it may have been published, best source first.
-- Sources in order: the portal's metadata, the listing's row, the address, the attachment's name, the signature.
-- by: document_sha256
-- linked: staging.document_relatives.other_sha256
-- zh: 文件各来源的发布日期。
with documents as (
    select * from raw.documents
),

sources as (
    select * from staging.document_sources
),

snapshots as (
    select * from raw.snapshots
),

listings as (
    select * from raw.listings
),

addresses as (
    select
        document_sha256,
        url,
        coalesce(parent_url, url) as page_url
    from snapshots
),

candidates as (
    select
        documents.document_sha256,
        1 as precedence,
        'metadata' as date_source,
        coalesce(documents.metadata_date, parents.metadata_date) as published_on
    from documents
    left join sources on documents.document_sha256 = sources.document_sha256
    left join documents as parents on sources.parent_sha256 = parents.document_sha256
    union all
    select
        addresses.document_sha256,
        2 as precedence,
        'listing' as date_source,
        listings.listed_on as published_on
    from addresses
    inner join listings on addresses.page_url = listings.url
    union all
    select
        document_sha256,
        3 as precedence,
        'url' as date_source,
        try_strptime(regexp_extract(page_url, '/t(\d{8})_', 1), '%Y%m%d')::date as published_on
    from addresses
    union all
    select
        document_sha256,
        4 as precedence,
        'attachment' as date_source,
        try_strptime(regexp_extract(url, '/P0(\d{8})\d*\.', 1), '%Y%m%d')::date as published_on
    from addresses
    union all
    select
        document_sha256,
        5 as precedence,
        'signature' as date_source,
        signature_date as published_on
    from documents
)

select
    document_sha256,
    precedence,
    date_source,
    min(published_on) as published_on
from candidates
where published_on is not null
group by document_sha256, precedence, date_source
