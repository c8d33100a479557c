-- raw.listings from the catalogue
select
    listings.portal,
    listings.url,
    coalesce(resources.url_key, url_keys.url_key) as url_key,
    listings.list_url,
    listings.column_url,
    listings.column_title,
    listings.title,
    try_cast(listings.listed_on as date) as listed_on,
    listings.issuer,
    issuer_keys.issuer_key,
    listings.index_no,
    cast(listings.hint_year as integer) as hint_year,
    cast(cast(listings.first_seen_at as timestamptz) as timestamp) as first_seen_at,
    cast(cast(listings.gone_at as timestamptz) as timestamp) as gone_at
from catalogue_listings as listings
inner join catalogue_url_keys as url_keys on listings.url = url_keys.url
left join catalogue_resources as resources on listings.url = resources.url
left join catalogue_issuer_keys as issuer_keys on listings.issuer = issuer_keys.issuer
order by listings.url, listings.list_url
