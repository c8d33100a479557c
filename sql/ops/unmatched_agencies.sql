-- One row per agency name of documents that no crosswalk knows, with the nearest known names, among those that begin or
-- end like it: to compare all names with all grows with the square of the cities.
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

pairs as (
    select
        provisional.agency_id,
        names.agency_id as suggested_id,
        jaro_winkler_similarity(provisional.agency_key, names.agency_key) as similarity
    from provisional
    inner join names on left(provisional.agency_key, 2) = left(names.agency_key, 2)
    union all
    select
        provisional.agency_id,
        names.agency_id as suggested_id,
        jaro_winkler_similarity(provisional.agency_key, names.agency_key) as similarity
    from provisional
    inner join names on right(provisional.agency_key, 2) = right(names.agency_key, 2)
),

nearest as (
    select
        agency_id,
        suggested_id,
        max(similarity) as similarity
    from pairs
    where similarity >= 0.7
    group by agency_id, suggested_id
    qualify row_number() over (
        partition by agency_id order by max(similarity) desc, suggested_id
    ) <= 3
),

suggested as (
    select
        nearest.agency_id,
        list(nearest.suggested_id order by nearest.similarity desc, nearest.suggested_id)
            as suggested_ids,
        list(agencies.canonical_name order by nearest.similarity desc, nearest.suggested_id)
            as suggested_names,
        max(nearest.similarity) as similarity
    from nearest
    inner join agencies on nearest.suggested_id = agencies.agency_id
    group by nearest.agency_id
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
