-- One row per section of a report's text: its clauses in order, the pieces of eight characters or more between
-- punctuation marks; a section of short pieces has none. The lowest 16 bits of a clause's key are its length.
-- by: report_id
-- zh: 报告正文分节分句。
with pieces as (
    select
        reports.report_id,
        unnest(string_split(marked.prose, chr(30))) as piece,
        generate_subscripts(string_split(marked.prose, chr(30)), 1) as piece_no
    from staging.reports as reports
    inner join (
        select
            document_sha256,
            regexp_replace(
                replace(prose, chr(30), ''),  -- Word's mark of a hyphen; here it parts sections
                '(^|\n)\p{Zs}*([一二三四五六][、.．])',
                chr(30) || '\2',
                'g'
            ) as prose
        from marts.document_text
    ) as marked
        on reports.document_sha256 = marked.document_sha256
),

placed as (
    select
        report_id,
        case
            when piece_no = 1 then 0
            else list_position(['一', '二', '三', '四', '五', '六'], left(piece, 1))
        end as section_no,
        piece_no,
        piece
    from pieces
),

sections as (
    select
        report_id,
        section_no,
        -- sorted in the list: an ordered string_agg keeps a sorter for each section
        array_to_string(list_transform(
            list_sort(list(struct_pack(no := piece_no, text := piece))), lambda one: one['text']
        ), chr(10)) as section
    from placed
    group by report_id, section_no
),

split as (
    select
        report_id,
        section_no,
        list_filter(
            regexp_split_to_array(
                regexp_replace(section, '[^\S\n]+', '', 'g'), '[，。；！？：,;!?\n]'
            ),
            lambda clause: length(clause) >= 8
        ) as clauses
    from sections
)

select
    report_id,
    section_no,
    clauses,
    list_transform(
        clauses,
        lambda clause: (hash(clause) & ~65535::ubigint) | least(length(clause), 65535)::ubigint
    ) as clause_keys
from split
