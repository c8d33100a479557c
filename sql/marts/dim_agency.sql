-- One row per agency, provisional ones included, with what it was and what became of it.
-- by: agency_id
-- zh: 机关维表：含暂定机关、前身与承继机关。
with agencies as (
    select * from staging.agencies
),

regions as (
    select * from seeds.regions
),

predecessors as (
    select
        successor_id as agency_id,
        list(predecessor_id order by predecessor_id) as predecessor_ids
    from seeds.agency_successions
    group by successor_id
),

successors as (
    select
        predecessor_id as agency_id,
        list(successor_id order by successor_id) as successor_ids
    from seeds.agency_successions
    group by predecessor_id
),

reported as (
    select
        agency_id,
        count(*) as report_count,
        min(report_year) as first_report_year,
        max(report_year) as last_report_year
    from staging.reports
    group by agency_id
)

select
    agencies.agency_id,
    agencies.canonical_name,
    agencies.agency_type,
    agencies.level,
    agencies.region_code,
    regions.name as region_name,
    agencies.portal_org_code,
    agencies.parent_agency_id,
    agencies.report_scope,
    agencies.valid_from,
    agencies.valid_to,
    coalesce(predecessors.predecessor_ids, []) as predecessor_ids,
    coalesce(successors.successor_ids, []) as successor_ids,
    agencies.status,
    agencies.is_provisional,
    agencies.status = 'active' or reported.report_count is not null as is_verified,
    coalesce(reported.report_count, 0) as report_count,
    reported.first_report_year,
    reported.last_report_year
from agencies
left join regions on agencies.region_code = regions.region_code
left join predecessors on agencies.agency_id = predecessors.agency_id
left join successors on agencies.agency_id = successors.agency_id
left join reported on agencies.agency_id = reported.agency_id
order by agencies.agency_id
