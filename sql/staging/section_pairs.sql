-- One row per section of a report and section it may be copied from: the agency's own of the year before, and of other
-- agencies the one that says the same, else those with a sketch in common.
-- zh: 可能雷同的章节对（最小哈希候选）。
with sections as (
    select
        report_id,
        section_no
    from staging.section_clauses
    where len(clause_keys) > 0
),

sketches as (
    select * from staging.section_sketches
),

copies as (
    select * from staging.section_copies
),

seeking as (
    select sketches.*
    from sketches
    anti join copies
        on sketches.report_id = copies.report_id and sketches.section_no = copies.section_no
),

own as (
    select
        sections.report_id,
        sections.section_no,
        pairs.previous_report_id as other_report_id,
        true as is_own
    from sections
    inner join staging.report_pairs as pairs on sections.report_id = pairs.report_id
    where pairs.previous_report_id is not null
)

select
    report_id,
    section_no,
    other_report_id,
    is_own
from own
union all
select
    report_id,
    section_no,
    other_report_id,
    false as is_own
from copies
union all
select distinct
    mine.report_id,
    mine.section_no,
    theirs.report_id as other_report_id,
    false as is_own
from seeking as mine
inner join sketches as theirs
    on
        mine.section_no = theirs.section_no
        and mine.clause_key = theirs.clause_key
        and mine.block_no = theirs.block_no
        and mine.agency_id <> theirs.agency_id
        and theirs.report_year between mine.report_year - 1 and mine.report_year
