-- One row per kind of applicant and outcome in one year, summed over reports; $scopes, $region, $agency, $year.
select
    applicants.applicant_order,
    applicants.label_zh,
    applicants.label_en,
    outcomes.outcome_group,
    sum(outcomes.request_count) as request_count,
    sum(sum(outcomes.request_count)) over (partition by applicants.applicant_code) as applicant_total,
    sum(outcomes.request_count)
    / nullif(sum(sum(outcomes.request_count)) over (partition by applicants.applicant_code), 0) as share
from marts.request_outcomes as outcomes
inner join marts.dim_applicant as applicants on outcomes.applicant_code = applicants.applicant_code
inner join marts.dim_agency as agencies on outcomes.agency_id = agencies.agency_id
where
    outcomes.applicant_code not in ('total', 'legal_or_org')
    and outcomes.report_year = $year and outcomes.request_count is not null
    and list_contains($scopes, outcomes.report_scope)
    and ($region is null or agencies.region_code = $region)
    and ($agency is null or outcomes.agency_id = $agency)
group by
    applicants.applicant_code, applicants.applicant_order, applicants.label_zh,
    applicants.label_en, outcomes.outcome_group
order by applicants.applicant_order, outcomes.outcome_group
