-- One row per agency and procedure with cases in one year; $scopes, $region, $agency, $year.
select
    reports.canonical_name,
    remedies.procedure,
    remedies.case_count,
    remedies.upheld_count,
    remedies.corrected_count,
    remedies.other_count,
    remedies.pending_count,
    remedies.decided_count,
    case when not remedies.small_n then remedies.correction_rate end as correction_rate,
    remedies.small_n,
    reports.url
from marts.remedies as remedies
inner join marts.dim_report as reports on remedies.report_id = reports.report_id
inner join marts.dim_agency as agencies on remedies.agency_id = agencies.agency_id
where
    remedies.report_year = $year and remedies.case_count > 0
    and remedies.procedure <> 'litigation'
    and list_contains($scopes, remedies.report_scope)
    and ($region is null or agencies.region_code = $region)
    and ($agency is null or remedies.agency_id = $agency)
order by remedies.case_count desc, reports.agency_id, remedies.procedure
limit 500
