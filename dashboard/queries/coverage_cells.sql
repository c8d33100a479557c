-- One row per agency and year: is its report there; $scopes, $region.
select
    coverage.agency_id,
    coverage.canonical_name,
    coverage.report_year,
    coverage.report_scope,
    coverage.coverage_status,
    coverage.days_late,
    timeliness.due_date,
    timeliness.published_on
from marts.coverage as coverage
left join marts.timeliness as timeliness
    on
        coverage.agency_id = timeliness.agency_id
        and coverage.report_year = timeliness.report_year
        and coverage.report_scope = timeliness.report_scope
where
    list_contains($scopes, coverage.report_scope)
    and ($region is null or coverage.region_code = $region)
order by
    coverage.report_scope <> 'government_aggregate', coverage.region_code,
    coverage.agency_type, coverage.agency_id, coverage.report_year
