-- One row per section and the one it is most like, of its own of the year before and of other agencies': the longest
-- run of clauses that stands in both.
-- by: report_id
-- linked: staging.section_similarities.other_report_id
-- zh: 章节对中最长的相同段落。
with pairs as materialized (
    select
        *,
        row_number() over () as pair_no  -- one number instead of three names, for seven million clauses
    from staging.section_similarities
    where shared_count > 0
    qualify row_number() over (
        partition by report_id, section_no, is_own order by similarity desc, other_report_id
    ) = 1
),

sections as (
    select * from staging.section_clauses
),

common as (
    select
        pairs.pair_no,
        list_transform(
            list_filter(
                range(1, len(mine.clause_keys) + 1),
                lambda place: list_contains(theirs.clause_keys, mine.clause_keys[place])
            ),
            lambda place: struct_pack(
                clause_no := cast(place as integer), char_count := mine.clause_keys[place] & 65535
            )
        ) as clauses
    from pairs
    inner join sections as mine
        on pairs.report_id = mine.report_id and pairs.section_no = mine.section_no
    inner join sections as theirs
        on pairs.other_report_id = theirs.report_id and pairs.section_no = theirs.section_no
),

numbered as (
    select
        pair_no,
        unnest(clauses) as clause,
        generate_subscripts(clauses, 1) as place
    from common
),

runs as (
    select
        pair_no,
        min(clause['clause_no']) as first_clause_no,
        -- of eight characters or more, so that 25 are enough
        least(max(clause['clause_no']), min(clause['clause_no']) + 24) as last_clause_no,
        cast(sum(clause['char_count']) as bigint) as passage_count
    from numbered
    group by pair_no, clause['clause_no'] - place
),

longest as (
    select distinct on (pair_no) * from runs
    order by pair_no, passage_count desc, first_clause_no
)

select
    pairs.report_id,
    pairs.section_no,
    pairs.other_report_id,
    longest.first_clause_no,
    longest.passage_count,
    left(array_to_string(
        sections.clauses[longest.first_clause_no:longest.last_clause_no], '，'
    ), 200) as passage
from longest
inner join pairs on longest.pair_no = pairs.pair_no
inner join sections
    on pairs.report_id = sections.report_id and pairs.section_no = sections.section_no
