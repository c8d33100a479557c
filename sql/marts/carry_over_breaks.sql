-- One row per report and kind of applicant whose carried-in number differs from what was carried out the year before.
-- After a succession the sum over all predecessors (and the agency's own, if it existed) is compared, as information.
-- by: report_id
-- linked: staging.carry_over_links.previous_report_id
-- zh: 结转断点：上年结转与上年报告结转下年不符的行。
with reports as (
    select * from staging.reports
),

request_rows as (
    select * from staging.request_rows
    where row_group in ('carried_in', 'carried_out') and applicant_code <> 'legal_or_org'
),

links as (
    select * from staging.carry_over_links
),

compared as (
    select
        links.report_id,
        links.link_kind,
        carried_in.applicant_code,
        max(carried_in.request_count) as carried_in,
        sum(carried_out.request_count) as previous_carried_out,
        any_value(links.predecessor_count) as previous_report_count,
        count(carried_out.request_count) as known_count
    from links
    inner join request_rows as carried_in
        on links.report_id = carried_in.report_id and carried_in.row_group = 'carried_in'
    inner join request_rows as carried_out
        on
            links.previous_report_id = carried_out.report_id
            and carried_out.row_group = 'carried_out'
            and carried_in.applicant_code = carried_out.applicant_code
    group by links.report_id, links.link_kind, carried_in.applicant_code
)

select
    compared.report_id,
    reports.agency_id,
    reports.report_year,
    reports.report_scope,
    compared.applicant_code,
    compared.link_kind,
    compared.carried_in,
    compared.previous_carried_out,
    compared.previous_report_count,
    compared.carried_in - compared.previous_carried_out as delta
from compared
inner join reports on compared.report_id = reports.report_id
where
    compared.known_count = compared.previous_report_count
    and compared.carried_in <> compared.previous_carried_out
order by compared.report_id, compared.link_kind, compared.applicant_code
