-- the documents whose addresses, or the pages they hang on, stand in changed rows of the catalogue; a changed row of no
-- document gives null
with addresses as (
    select url from changed
    union
    select parent_url from changed
)

select document_sha256 from changed
union
select document_sha256
from raw.snapshots
where url in (from addresses) or parent_url in (from addresses)
