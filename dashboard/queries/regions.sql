-- One row per region that has an agency.
select
    regions.region_code,
    regions.name
from marts.dim_region as regions
semi join marts.dim_agency as agencies on regions.region_code = agencies.region_code
order by regions.region_code
