-- One row per normalised name an agency is known by, within the name's validity.
-- zh: 机关名称键及其有效期。
with agencies as (
    select * from seeds.agencies
),

aliases as (
    select * from seeds.agency_aliases
),

names as (
    select
        agencies.agency_key,
        agencies.agency_id,
        agencies.valid_from,
        agencies.valid_to
    from agencies
    union all
    select
        aliases.agency_key,
        aliases.agency_id,
        coalesce(aliases.valid_from, agencies.valid_from) as valid_from,
        coalesce(aliases.valid_to, agencies.valid_to) as valid_to
    from aliases
    inner join agencies on aliases.agency_id = agencies.agency_id
)

select
    agency_key,
    agency_id,
    min(coalesce(valid_from, date '1949-10-01')) as valid_from,
    max(coalesce(valid_to, date '9999-12-31')) as valid_to
from names
where agency_key <> ''
group by agency_key, agency_id
