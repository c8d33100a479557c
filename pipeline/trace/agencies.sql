-- One row per agency and name that matches: 1 its id, 2 its name, 3 another name of it, 4 a part of a name.
-- $wanted: what the user typed, without blanks; $report_year: the year asked for.
with
names as (
    select agency_id, agency_id as name, 1 as match_rank from marts.dim_agency
    union all
    select agency_id, canonical_name as name, 2 as match_rank from marts.dim_agency
    union all
    select alias.agency_id, alias.alias as name, 3 as match_rank
    from seeds.agency_aliases as alias
    semi join marts.dim_agency as agency on alias.agency_id = agency.agency_id
),

matches as (
    select
        agency_id,
        min(if(name = $wanted, match_rank, 4)) as match_rank
    from names
    where name = $wanted or (match_rank > 1 and contains(name, $wanted))
    group by agency_id
)

select
    matches.agency_id,
    agency.canonical_name,
    matches.match_rank,
    exists (
        select 1 from marts.dim_report as report
        where report.agency_id = matches.agency_id and report.report_year = $report_year
    ) as has_report
from matches
inner join marts.dim_agency as agency on matches.agency_id = agency.agency_id
order by matches.match_rank, agency.canonical_name, matches.agency_id
