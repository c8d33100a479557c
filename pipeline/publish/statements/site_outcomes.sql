-- One row per report year and outcome group: requests so ended, without aggregates.
select
    report_year,
    outcome_group,
    sum(request_count) as request_count,
    sum(request_count) / nullif(sum(sum(request_count)) over (partition by report_year), 0) as share
from marts.request_outcomes
where applicant_code = 'total' and report_scope <> 'government_aggregate' and request_count is not null
group by report_year, outcome_group
order by report_year, outcome_group
