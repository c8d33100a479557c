-- One row per section of a report and section it may be copied from: the agency's own of the year before, and those of
-- other agencies that share one of its eight smallest clause hashes (a MinHash sketch) which twelve sections at most have.
-- zh: 可能雷同的章节对（最小哈希候选）。
with sections as (
    select
        clauses.report_id,
        clauses.section_no,
        clauses.clause_key,
        reports.agency_id,
        reports.report_year
    from staging.clauses as clauses
    inner join staging.reports as reports on clauses.report_id = reports.report_id
    group by all
),

rare as (
    select
        section_no,
        clause_key
    from sections
    group by section_no, clause_key
    having count(*) between 2 and 12
),

sketches as (
    select sections.*
    from sections
    semi join rare
        on sections.section_no = rare.section_no and sections.clause_key = rare.clause_key
    qualify row_number() over (
        partition by sections.report_id, sections.section_no order by sections.clause_key
    ) <= 8
),

own as (
    select distinct
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
select distinct
    mine.report_id,
    mine.section_no,
    theirs.report_id as other_report_id,
    false as is_own
from sketches as mine
inner join sketches as theirs
    on
        mine.section_no = theirs.section_no
        and mine.clause_key = theirs.clause_key
        and mine.agency_id <> theirs.agency_id
        and theirs.report_year between mine.report_year - 1 and mine.report_year
