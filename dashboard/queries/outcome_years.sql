-- One row per year and outcome group: requests so ended, summed over reports; $scopes, $region, $agency.
select
    outcomes.report_year,
    outcomes.outcome_group,
    sum(outcomes.request_count) as request_count,
    sum(sum(outcomes.request_count)) over (partition by outcomes.report_year) as outcome_total,
    sum(outcomes.request_count)
    / nullif(sum(sum(outcomes.request_count)) over (partition by outcomes.report_year), 0) as share,
    count(*) as report_count
from marts.request_outcomes as outcomes
inner join marts.dim_agency as agencies on outcomes.agency_id = agencies.agency_id
where
    outcomes.applicant_code = 'total' and outcomes.request_count is not null
    and list_contains($scopes, outcomes.report_scope)
    and ($region is null or agencies.region_code = $region)
    and ($agency is null or outcomes.agency_id = $agency)
group by outcomes.report_year, outcomes.outcome_group
order by outcomes.report_year, outcomes.outcome_group
