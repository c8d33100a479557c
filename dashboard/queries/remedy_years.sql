-- One row per year, procedure and result: cases summed over reports; $scopes, $region, $agency.
with
chosen as (
    select remedies.*
    from marts.remedies as remedies
    inner join marts.dim_agency as agencies on remedies.agency_id = agencies.agency_id
    where
        list_contains($scopes, remedies.report_scope)
        and ($region is null or agencies.region_code = $region)
        and ($agency is null or remedies.agency_id = $agency)
),

results as (
    unpivot chosen
    on upheld_count as upheld, corrected_count as corrected, other_count as other,
        pending_count as pending
    into name result value result_count
)

select
    report_year,
    procedure,
    result,
    sum(result_count) as case_count,
    sum(sum(result_count)) over (partition by report_year, procedure) as procedure_total,
    count(*) as report_count
from results
group by report_year, procedure, result
order by report_year, procedure, result
