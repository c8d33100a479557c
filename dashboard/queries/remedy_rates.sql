-- One row per year and procedure: share corrected of those decided, with its Wilson interval; $scopes, $region, $agency.
with
summed as (
    select
        remedies.report_year,
        remedies.procedure,
        sum(remedies.corrected_count) as corrected,
        sum(remedies.decided_count) as decided,
        count(*) as report_count
    from marts.remedies as remedies
    inner join marts.dim_agency as agencies on remedies.agency_id = agencies.agency_id
    where
        remedies.procedure in ('review', 'litigation')
        and remedies.corrected_count is not null and remedies.decided_count is not null
        and list_contains($scopes, remedies.report_scope)
        and ($region is null or agencies.region_code = $region)
        and ($agency is null or remedies.agency_id = $agency)
    group by remedies.report_year, remedies.procedure
),

rated as (
    select
        *,
        corrected / nullif(decided, 0) as value,
        1.959963984540054 as z
    from summed
)

select
    report_year,
    procedure,
    corrected,
    decided,
    report_count,
    value,
    decided < 10 as small_n,
    greatest(0, (
        value + z * z / (2 * decided)
        - z * sqrt(value * (1 - value) / decided + z * z / (4 * decided * decided))
    ) / (1 + z * z / decided)) as ci_low,
    least(1, (
        value + z * z / (2 * decided)
        + z * sqrt(value * (1 - value) / decided + z * z / (4 * decided * decided))
    ) / (1 + z * z / decided)) as ci_high
from rated
where value between 0 and 1
order by report_year, procedure
