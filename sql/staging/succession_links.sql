-- One row per report after a succession and report it continues: each predecessor's on the year before and, where the
-- agency existed before, its own. NULL where that report is missing, or where only a part was handed over.
-- zh: 机关承继后首份报告与前身机关（及承继前本机关）上年报告的对应。
with reports as (
    select * from staging.reports
),

agencies as (
    select * from seeds.agencies
),

successions as (
    select * from seeds.agency_successions
),

takeovers as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        successions.predecessor_id,
        successions.effective_on,
        successions.kind in ('rename', 'merger') as is_whole
    from reports
    inner join successions
        on
            reports.agency_id = successions.successor_id
            and reports.report_year - year(successions.effective_on) in (0, 1)
    left join reports as last_reports
        on
            successions.predecessor_id = last_reports.agency_id
            and reports.report_year = last_reports.report_year + 1
    where
        reports.report_year = year(successions.effective_on)
        or last_reports.report_id is not null
),

parts as (
    select distinct
        report_id,
        predecessor_id as part_id,
        is_whole
    from takeovers
    union all
    select distinct
        takeovers.report_id,
        takeovers.agency_id as part_id,
        true as is_whole
    from takeovers
    left join agencies on takeovers.agency_id = agencies.agency_id
    left join reports as own
        on
            takeovers.agency_id = own.agency_id
            and takeovers.report_year = own.report_year + 1
    where agencies.valid_from < takeovers.effective_on or own.report_id is not null
)

select
    reports.report_id,
    reports.form_profile,
    previous.report_id as previous_report_id,
    previous.form_profile as previous_profile,
    count(*) over (partition by reports.report_id) as predecessor_count
from parts
inner join reports on parts.report_id = reports.report_id
left join reports as previous
    on
        parts.is_whole
        and parts.part_id = previous.agency_id
        and reports.report_scope = previous.report_scope
        and reports.report_year = previous.report_year + 1
