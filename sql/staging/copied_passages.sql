-- One row per section and the one it is most like, of its own of the year before and of other agencies': the longest
-- run of clauses that stands in both.
-- by: report_id
-- linked: staging.section_similarities.other_report_id
-- zh: 章节对中最长的相同段落。
with pairs as materialized (
    select
        *,
        row_number() over () as pair_no  -- one number instead of three names, for ten million clauses
    from staging.section_similarities
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
        pairs.pair_no,
        mine.clause_no,
        mine.char_count,
        mine.clause_no
        - row_number() over (partition by pairs.pair_no order by mine.clause_no) as run_no
    from pairs
    inner join clauses as mine
        on pairs.report_id = mine.report_id and pairs.section_no = mine.section_no
    semi join clauses as theirs
        on
            pairs.other_report_id = theirs.report_id
            and pairs.section_no = theirs.section_no
            and mine.clause_key = theirs.clause_key
),

runs as (
    select
        pair_no,
        min(clause_no) as first_clause_no,
        max(clause_no) as last_clause_no,
        sum(char_count) as passage_count
    from common
    group by pair_no, run_no
),

longest as (
    select distinct on (pair_no) * from runs
    order by pair_no, passage_count desc, first_clause_no
),

passages as (
    select
        pairs.pair_no,
        -- sorted in the list: an ordered string_agg keeps a sorter for each of a million pairs
        list_sort(list(struct_pack(no := clauses.clause_no, text := clauses.clause))) as pieces
    from longest
    inner join pairs on longest.pair_no = pairs.pair_no
    inner join clauses
        on
            pairs.report_id = clauses.report_id
            and pairs.section_no = clauses.section_no
            and clauses.clause_no between longest.first_clause_no and longest.last_clause_no
            and clauses.clause_no < longest.first_clause_no + 25  -- of eight characters or more
    group by pairs.pair_no
)

select
    pairs.report_id,
    pairs.section_no,
    pairs.other_report_id,
    longest.first_clause_no,
    longest.passage_count,
    left(array_to_string(
        list_transform(passages.pieces, lambda piece: piece['text']), '，'
    ), 200) as passage
from pairs
inner join longest on pairs.pair_no = longest.pair_no
inner join passages on pairs.pair_no = passages.pair_no
