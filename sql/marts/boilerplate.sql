-- One row per section of a report: how much of it stands in the year before's, and in the nearest other agency's.
-- by: report_id
-- zh: 文字雷同：各章节与上年及其他机关报告的相似度和相同段落。
with similarities as (
    select * from staging.section_similarities
),

passages as (
    select * from staging.copied_passages
),

reports as (
    select * from staging.reports
),

sections as (
    select
        report_id,
        section_no,
        cast(list_sum(list_transform(clause_keys, lambda clause_key: clause_key & 65535)) as bigint)
            as char_count,
        len(clause_keys) as clause_count
    from staging.section_clauses
    where len(clause_keys) > 0
),

own as (
    select * from similarities
    where is_own
),

nearest as (
    select distinct on (report_id, section_no) *
    from similarities
    where not is_own
    order by report_id, section_no, similarity desc, other_report_id
)

select
    sections.report_id,
    reports.agency_id,
    reports.report_year,
    sections.section_no,
    sections.char_count,
    sections.clause_count,
    own.other_report_id as previous_report_id,
    own.similarity as previous_similarity,
    own_passages.passage as previous_passage,
    nearest.other_report_id as nearest_report_id,
    nearest.similarity as nearest_similarity,
    nearest_passages.passage as nearest_passage,
    nearest_passages.first_clause_no,
    nearest_passages.passage_count
from sections
inner join reports on sections.report_id = reports.report_id
left join own
    on sections.report_id = own.report_id and sections.section_no = own.section_no
left join passages as own_passages
    on
        own.report_id = own_passages.report_id
        and own.section_no = own_passages.section_no
        and own.other_report_id = own_passages.other_report_id
left join nearest
    on sections.report_id = nearest.report_id and sections.section_no = nearest.section_no
left join passages as nearest_passages
    on
        nearest.report_id = nearest_passages.report_id
        and nearest.section_no = nearest_passages.section_no
        and nearest.other_report_id = nearest_passages.other_report_id
order by sections.report_id, sections.section_no
