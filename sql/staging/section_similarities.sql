-- One row per pair of sections: the share of characters in common clauses (exact, distinct clauses, weighted by length).
-- by: report_id
-- linked: staging.section_pairs.other_report_id
-- zh: 章节对的精确相似度。
with sections as (
    select
        report_id,
        section_no,
        list_distinct(clause_keys) as clause_keys,
        cast(list_sum(list_transform(
            list_distinct(clause_keys), lambda clause_key: clause_key & 65535
        )) as bigint) as char_count
    from staging.section_clauses
),

compared as (
    select
        pairs.report_id,
        pairs.section_no,
        pairs.other_report_id,
        pairs.is_own,
        cast(coalesce(list_sum(list_transform(
            list_intersect(mine.clause_keys, theirs.clause_keys),
            lambda clause_key: clause_key & 65535
        )), 0) as bigint) as shared_count,
        mine.char_count,
        theirs.char_count as other_char_count
    from staging.section_pairs as pairs
    inner join sections as mine
        on pairs.report_id = mine.report_id and pairs.section_no = mine.section_no
    inner join sections as theirs
        on pairs.other_report_id = theirs.report_id and pairs.section_no = theirs.section_no
)

select
    report_id,
    section_no,
    other_report_id,
    is_own,
    shared_count,
    char_count,
    shared_count / (char_count + other_char_count - shared_count) as similarity
from compared
where other_char_count > 0
