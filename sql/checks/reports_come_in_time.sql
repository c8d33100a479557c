-- One row per report published after its due date, by the portal's own date.
-- by: agency_id
-- rule: LATE
-- severity: warn
-- fault: agency
select
    report_id,
    agency_id,
    report_year,
    report_scope as scope_key,
    concat('published on ', published_on, ', due on ', due_date) as message,
    cast(days_late as double) as left_value,
    0.0 as right_value,
    cast(days_late as double) as delta,
    [] as cell_codes
from marts.timeliness
where timeliness_status = 'late' and report_scope <> 'township'
