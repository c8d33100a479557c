-- One row per clause of a section of a report's text: the pieces between punctuation marks, eight characters or more.
-- by: report_id
-- zh: 报告正文分节分句。
with texts as (
    select
        reports.report_id,
        unnest(string_split(document_text.prose, chr(10))) as line,
        generate_subscripts(string_split(document_text.prose, chr(10)), 1) as line_no
    from staging.reports as reports
    inner join marts.document_text as document_text
        on reports.document_sha256 = document_text.document_sha256
),

headed as (
    select
        report_id,
        line_no,
        line,
        list_position(
            ['一', '二', '三', '四', '五', '六'],
            regexp_extract(trim(line), '^([一二三四五六])[、.．]', 1)
        ) as heading_no
    from texts
),

placed as (
    select
        report_id,
        line_no,
        line,
        coalesce(last_value(heading_no ignore nulls) over (
            partition by report_id
            order by line_no
            rows unbounded preceding
        ), 0) as section_no
    from headed
),

pieces as (
    select
        report_id,
        section_no,
        line_no,
        regexp_split_to_array(regexp_replace(line, '\s+', '', 'g'), '[，。；！？：,;!?]') as clauses
    from placed
),

listed as (
    select
        report_id,
        section_no,
        line_no,
        unnest(clauses) as clause,
        generate_subscripts(clauses, 1) as piece_no
    from pieces
)

select
    report_id,
    section_no,
    cast(row_number() over (
        partition by report_id, section_no order by line_no, piece_no
    ) as integer) as clause_no,
    clause,
    length(clause) as char_count,
    hash(clause) as clause_key
from listed
where length(clause) >= 8
