-- One row per agency and year with a report or with one expected: when it was due, when it came, and how sure that is.
-- by: agency_id
-- zh: 及时性：应发布日期、发布日期与状态。
with reports as (
    select * from staging.reports
),

expected as (
    select * from staging.expected_reports
),

first_dates as (
    select distinct on (report_id)
        report_id,
        published_on,
        date_source
    from staging.report_documents
    where published_on is not null
    order by report_id, (date_source in ('metadata', 'listing')) desc, published_on, date_source
),

as_of as (
    select max(as_of) as as_of from seeds.as_of
),

panel as (
    select
        coalesce(reports.agency_id, expected.agency_id) as agency_id,
        coalesce(reports.report_year, expected.report_year) as report_year,
        coalesce(reports.report_scope, expected.report_scope) as report_scope,
        reports.report_id,
        reports.report_id is not null or coalesce(expected.is_verified, false) as is_verified
    from reports
    full outer join expected
        on
            reports.agency_id = expected.agency_id
            and reports.report_year = expected.report_year
            and reports.report_scope = expected.report_scope
),

dated as (
    select
        panel.*,
        due_dates.due_date,
        due_dates.local_due_date,
        first_dates.published_on,
        first_dates.date_source,
        coalesce(as_of.as_of > due_dates.due_date, false) as is_due
    from panel
    cross join as_of
    left join seeds.form_years as due_dates using (report_year, report_scope)
    left join first_dates using (report_id)
)

select
    agency_id,
    report_year,
    report_scope,
    report_id,
    is_verified,
    due_date,
    local_due_date,
    published_on,
    date_source,
    case
        when due_date is null then 'not_due'
        when report_id is null and is_due then 'missing'
        when report_id is null then 'not_due'
        when published_on is null then 'unknown_date'
        when published_on <= due_date and date_source = 'signature' then 'unknown_date'
        when published_on <= due_date then 'on_time'
        when date_source in ('metadata', 'listing') then 'late'
        else 'late_unconfirmed'
    end as timeliness_status,
    case
        when published_on > due_date and date_source in ('metadata', 'listing')
            then date_diff('day', due_date, published_on)
    end as days_late
from dated
order by agency_id, report_year, report_scope
