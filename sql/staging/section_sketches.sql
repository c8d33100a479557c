-- One row per section and clause by which it is sought elsewhere: its eight smallest clause hashes (a MinHash sketch)
-- which twelve sections at most have, and its rarest clause that more have, for a text that a whole county copied.
-- Of those that share a widespread clause, twelve in a row make a block.
-- zh: 章节的最小哈希签名。
with sections as (
    select
        sections.report_id,
        sections.section_no,
        unnest(list_distinct(sections.clause_keys)) as clause_key,
        reports.agency_id,
        reports.report_year
    from staging.section_clauses as sections
    inner join staging.report_owners as reports on sections.report_id = reports.report_id
),

shared as (
    select
        section_no,
        clause_key,
        count(*) as section_count
    from sections
    group by section_no, clause_key
    having count(*) >= 2
),

rare as (
    select
        sections.*,
        0 as block_no
    from sections
    inner join shared
        on sections.section_no = shared.section_no and sections.clause_key = shared.clause_key
    where shared.section_count <= 12
    qualify row_number() over (
        partition by sections.report_id, sections.section_no order by sections.clause_key
    ) <= 8
),

widespread as (
    select
        sections.* exclude (clause_key),
        arg_min(sections.clause_key, (shared.section_count, sections.clause_key)) as clause_key
    from sections
    inner join shared
        on sections.section_no = shared.section_no and sections.clause_key = shared.clause_key
    where shared.section_count > 12
    group by all
)

select
    report_id,
    section_no,
    clause_key,
    agency_id,
    report_year,
    block_no
from rare
union all
select
    report_id,
    section_no,
    clause_key,
    agency_id,
    report_year,
    (row_number() over (
        partition by section_no, clause_key order by report_year, report_id
    ) - 1) // 12 as block_no
from widespread
