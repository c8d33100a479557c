-- One row per link on a portal's listing pages.
-- zh: 列表链接：门户列表页上的每条链接。
select
    portal,
    url,
    url_key,
    list_url,
    column_url,
    column_title,
    title,
    listed_on,
    issuer,
    index_no,
    hint_year,
    first_seen_at,
    gone_at
from raw.listings
order by url, list_url
