-- One row per section and the one it is most like, of its own of the year before and of other agencies': the longest
-- run of clauses that stands in both.
-- zh: 章节对中最长的相同段落。
with pairs as (
    select * from staging.section_similarities
    where shared_count > 0
    qualify row_number() over (
        partition by report_id, section_no, is_own order by similarity desc, other_report_id
    ) = 1
),

clauses as (
    select * from staging.clauses
),

common as (
    select
        pairs.report_id,
        pairs.section_no,
        pairs.other_report_id,
        mine.clause_no,
        mine.clause,
        mine.char_count,
        mine.clause_no - row_number() over (
            partition by pairs.report_id, pairs.section_no, pairs.other_report_id
            order by mine.clause_no
        ) as run_no
    from pairs
    inner join clauses as mine
        on pairs.report_id = mine.report_id and pairs.section_no = mine.section_no
    semi join clauses as theirs
        on
            pairs.other_report_id = theirs.report_id
            and pairs.section_no = theirs.section_no
            and mine.clause = theirs.clause
),

runs as (
    select
        report_id,
        section_no,
        other_report_id,
        min(clause_no) as first_clause_no,
        sum(char_count) as passage_count,
        string_agg(clause, '，' order by clause_no) as passage
    from common
    group by report_id, section_no, other_report_id, run_no
)

select distinct on (report_id, section_no, other_report_id)
    report_id,
    section_no,
    other_report_id,
    first_clause_no,
    passage_count,
    left(passage, 200) as passage
from runs
order by report_id, section_no, other_report_id, passage_count desc, first_clause_no
