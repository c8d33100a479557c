-- One row per report after a succession and report of a predecessor on the year before.
-- zh: 机关承继后首份报告与前身机关上年报告的对应。
with reports as (
    select * from staging.reports
),

successions as (
    select * from seeds.agency_successions
),

predecessor_counts as (
    select
        successor_id,
        count(*) as predecessor_count
    from successions
    group by successor_id
)

select
    reports.report_id,
    reports.form_profile,
    previous.report_id as previous_report_id,
    previous.form_profile as previous_profile,
    predecessor_counts.predecessor_count
from reports
inner join successions
    on
        reports.agency_id = successions.successor_id
        and year(successions.effective_on) in (reports.report_year, reports.report_year - 1)
inner join reports as previous
    on
        successions.predecessor_id = previous.agency_id
        and reports.report_year = previous.report_year + 1
inner join predecessor_counts on reports.agency_id = predecessor_counts.successor_id
