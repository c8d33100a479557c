-- One row per agency name of documents that no crosswalk knows, with the nearest known names.
-- zh: 未匹配机关：对照表没有的机关及建议。
with provisional as (
    select * from staging.provisional_agencies
),

names as (
    select * from staging.agency_names
),

agencies as (
    select * from seeds.agencies
),

nearest as (
    select
        provisional.agency_id,
        names.agency_id as suggested_id,
        agencies.canonical_name as suggested_name,
        max(jaro_winkler_similarity(provisional.agency_key, names.agency_key)) as similarity
    from provisional
    cross join names
    inner join agencies on names.agency_id = agencies.agency_id
    group by provisional.agency_id, names.agency_id, agencies.canonical_name
    qualify row_number() over (
        partition by provisional.agency_id order by similarity desc, names.agency_id
    ) <= 3
),

suggested as (
    select
        agency_id,
        list(suggested_id order by similarity desc, suggested_id) as suggested_ids,
        list(suggested_name order by similarity desc, suggested_id) as suggested_names,
        max(similarity) as similarity
    from nearest
    where similarity >= 0.7
    group by agency_id
)

select
    provisional.agency_id,
    provisional.portal,
    provisional.canonical_name,
    provisional.agency_key,
    provisional.document_count,
    coalesce(suggested.suggested_ids, []) as suggested_ids,
    coalesce(suggested.suggested_names, []) as suggested_names,
    suggested.similarity
from provisional
left join suggested on provisional.agency_id = suggested.agency_id
order by provisional.agency_id
