-- One row per agency and year whose report was due and was not found.
-- rule: MISSING_REPORT
-- severity: error
-- fault: agency
select
    report_id,
    agency_id,
    report_year,
    report_scope as scope_key,
    concat('no report found, due on ', due_date) as message,
    null as left_value,
    null as right_value,
    null as delta,
    [] as cell_codes
from marts.timeliness
where timeliness_status = 'missing' and is_verified
