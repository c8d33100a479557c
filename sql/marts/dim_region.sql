-- One row per region, with the population that per-capita figures use.
-- zh: 区划维表：含人口及来源。
select
    region_code,
    name,
    level,
    parent_code,
    population,
    population_year,
    population_source
from seeds.regions
order by region_code
