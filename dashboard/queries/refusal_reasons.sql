-- One row per reason of refusal in one year, summed over reports; $scopes, $region, $agency, $year.
select
    reasons.outcome,
    coalesce(outcomes.label_zh, any_value(reasons.label_zh), reasons.outcome) as label_zh,
    coalesce(outcomes.label_en, any_value(reasons.label_zh), reasons.outcome) as label_en,
    sum(reasons.refused_count) as request_count,
    sum(sum(reasons.refused_count)) over () as refused_total,
    sum(reasons.refused_count) / nullif(sum(sum(reasons.refused_count)) over (), 0) as share,
    count(*) filter (reasons.refused_count > 0) as report_count
from marts.refusal_reasons as reasons
inner join marts.dim_agency as agencies on reasons.agency_id = agencies.agency_id
left join marts.dim_outcome as outcomes on reasons.outcome = outcomes.outcome
where
    reasons.report_year = $year and reasons.refused_count is not null
    and list_contains($scopes, reasons.report_scope)
    and ($region is null or agencies.region_code = $region)
    and ($agency is null or reasons.agency_id = $agency)
group by reasons.outcome, outcomes.label_zh, outcomes.label_en, outcomes.outcome_order
order by request_count desc, outcomes.outcome_order
