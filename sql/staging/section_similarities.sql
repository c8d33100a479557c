-- One row per pair of sections: the share of characters in common clauses (exact, distinct clauses, weighted by length).
-- by: report_id
-- linked: staging.section_pairs.other_report_id
-- zh: 章节对的精确相似度。
with pairs as (
    select * from staging.section_pairs
),

clauses as (
    select
        report_id,
        section_no,
        clause_key,
        any_value(char_count) as char_count
    from staging.clauses
    group by report_id, section_no, clause_key
),

sizes as (
    select
        report_id,
        section_no,
        sum(char_count) as char_count
    from clauses
    group by report_id, section_no
),

shared as (
    select
        pairs.report_id,
        pairs.section_no,
        pairs.other_report_id,
        sum(mine.char_count) as shared_count
    from pairs
    inner join clauses as mine
        on pairs.report_id = mine.report_id and pairs.section_no = mine.section_no
    inner join clauses as theirs
        on
            pairs.other_report_id = theirs.report_id
            and pairs.section_no = theirs.section_no
            and mine.clause_key = theirs.clause_key
    group by pairs.report_id, pairs.section_no, pairs.other_report_id
)

select
    pairs.report_id,
    pairs.section_no,
    pairs.other_report_id,
    pairs.is_own,
    coalesce(shared.shared_count, 0) as shared_count,
    mine.char_count,
    coalesce(shared.shared_count, 0)
    / (mine.char_count + theirs.char_count - coalesce(shared.shared_count, 0)) as similarity
from pairs
inner join sizes as mine
    on pairs.report_id = mine.report_id and pairs.section_no = mine.section_no
inner join sizes as theirs
    on pairs.other_report_id = theirs.report_id and pairs.section_no = theirs.section_no
left join shared
    on
        pairs.report_id = shared.report_id
        and pairs.section_no = shared.section_no
        and pairs.other_report_id = shared.other_report_id
