-- One row: an agency, with the names of those before and after it; $agency.
select
    agencies.agency_id,
    agencies.canonical_name,
    agencies.agency_type,
    agencies.level,
    agencies.region_name,
    agencies.portal_org_code,
    agencies.is_provisional,
    agencies.report_count,
    agencies.first_report_year,
    agencies.last_report_year,
    (
        select string_agg(others.canonical_name, '、' order by others.agency_id)
        from marts.dim_agency as others
        where list_contains(agencies.predecessor_ids, others.agency_id)
    ) as predecessors,
    (
        select string_agg(others.canonical_name, '、' order by others.agency_id)
        from marts.dim_agency as others
        where list_contains(agencies.successor_ids, others.agency_id)
    ) as successors
from marts.dim_agency as agencies
where agencies.agency_id = $agency
