-- One row per report that was revised: how many cells, when, newest first; $scopes, $region.
select
    max(revisions.changed_at) as changed_at,
    reports.canonical_name,
    revisions.report_year,
    revisions.relation,
    count(*) as cell_count,
    revisions.report_id,
    reports.agency_id
from marts.revisions as revisions
inner join marts.dim_report as reports on revisions.report_id = reports.report_id
inner join marts.dim_agency as agencies on reports.agency_id = agencies.agency_id
where
    list_contains($scopes, reports.report_scope)
    and ($region is null or agencies.region_code = $region)
group by reports.canonical_name, revisions.report_year, revisions.relation, revisions.report_id, reports.agency_id
order by changed_at desc, revisions.report_id
limit 10
