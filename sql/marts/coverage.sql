-- One row per agency and year with a report or with one expected: is it there, in time, and readable.
-- by: agency_id
-- zh: 覆盖情况：每个机关每年一行，已发布、逾期、缺失或不可读。
with timeliness as (
    select * from marts.timeliness
),

reports as (
    select * from staging.reports
),

agencies as (
    select * from staging.agencies
)

select
    timeliness.agency_id,
    agencies.canonical_name,
    agencies.agency_type,
    agencies.region_code,
    timeliness.report_year,
    timeliness.report_scope,
    timeliness.report_id,
    case
        when reports.report_status = 'refused' then 'unreadable'
        when timeliness.timeliness_status = 'late' then 'late'
        when timeliness.report_id is not null then 'published'
        when timeliness.timeliness_status = 'missing' and timeliness.is_verified then 'missing'
        when timeliness.timeliness_status = 'missing' then 'unverified'
        else 'not_due'
    end as coverage_status,
    timeliness.timeliness_status,
    timeliness.days_late,
    reports.report_status,
    reports.refusal_reason,
    agencies.is_provisional
from timeliness
inner join agencies on timeliness.agency_id = agencies.agency_id
left join reports on timeliness.report_id = reports.report_id
order by timeliness.agency_id, timeliness.report_year, timeliness.report_scope
