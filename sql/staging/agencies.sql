-- One row per agency: those of the crosswalk, and the provisional ones that only documents know.
-- zh: 机关：对照表与暂定机关合并。
with known as (
    select * from seeds.agencies
),

provisional as (
    select * from staging.provisional_agencies
)

select
    agency_id,
    canonical_name,
    agency_key,
    agency_type,
    level,
    region_code,
    portal_org_code,
    parent_agency_id,
    report_scope,
    valid_from,
    valid_to,
    status,
    false as is_provisional
from known
union all
select
    agency_id,
    canonical_name,
    agency_key,
    'unknown' as agency_type,
    'unknown' as level,
    null as region_code,
    null as portal_org_code,
    null as parent_agency_id,
    case when is_aggregate then 'government_aggregate' else 'organ' end as report_scope,
    null as valid_from,
    null as valid_to,
    'provisional' as status,
    true as is_provisional
from provisional
