-- One row per agency that reports exist of and the crosswalk does not know: named after its documents.
-- zh: 暂定机关。
with matches as (
    select * from staging.document_agencies
    where agency_match = 'provisional'
),

keys as (
    select * from staging.document_keys
)

select
    matches.agency_id,
    min(keys.portal) as portal,
    min(coalesce(keys.agency_key, keys.issuer_key)) as agency_key,
    min(coalesce(keys.agency_name, keys.issuer)) as canonical_name,
    bool_and(keys.is_aggregate) as is_aggregate,
    count(*) as document_count
from matches
inner join keys on matches.document_sha256 = keys.document_sha256
group by matches.agency_id
