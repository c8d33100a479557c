-- One row per agency and year: is its report there.
select
    canonical_name as agency,
    report_year,
    report_scope,
    coverage_status,
    days_late
from marts.coverage
order by agency, report_year
