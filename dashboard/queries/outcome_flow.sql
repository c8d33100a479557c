-- One row: the way of one year's requests, summed over reports; $scopes, $region, $agency, $year.
select
    count(*) as report_count,
    sum(funnel.requests_received) as requests_received,
    sum(funnel.carried_in) as carried_in,
    sum(funnel.granted_count) as granted,
    sum(funnel.partial_count) as partial,
    sum(funnel.refused_count) as refused,
    sum(funnel.unable_count) as unable,
    sum(funnel.not_processed_count) as not_processed,
    sum(funnel.other_count) as other,
    sum(funnel.processed_total) as processed_total,
    sum(funnel.carried_out) as carried_out,
    count(*) filter (funnel.balance_gap <> 0 or funnel.outcome_gap <> 0) as gap_reports
from marts.request_funnel as funnel
inner join marts.dim_agency as agencies on funnel.agency_id = agencies.agency_id
where
    funnel.applicant_code = 'total' and funnel.report_year = $year
    and list_contains($scopes, funnel.report_scope)
    and ($region is null or agencies.region_code = $region)
    and ($agency is null or funnel.agency_id = $agency)
