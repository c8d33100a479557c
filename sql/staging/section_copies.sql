-- One row per section whose clauses are those of another agency's section, of its own year or the year before: the
-- first such report. A copy needs no search among sketches: nothing can be nearer.
-- zh: 与其他机关完全雷同的章节。
with sections as (
    select
        sections.report_id,
        sections.section_no,
        reports.agency_id,
        reports.report_year,
        hash(list_sort(list_distinct(sections.clause_keys))) as text_key
    from staging.section_clauses as sections
    inner join staging.report_owners as reports on sections.report_id = reports.report_id
    where len(sections.clause_keys) > 0
),

agencies as (
    select
        section_no,
        text_key,
        report_year,
        agency_id,
        min(report_id) as report_id
    from sections
    group by section_no, text_key, report_year, agency_id
),

-- of two agencies one is another than any third
firsts as (
    select * from agencies
    qualify row_number() over (
        partition by section_no, text_key, report_year order by report_id
    ) <= 2
)

select distinct on (sections.report_id, sections.section_no)
    sections.report_id,
    sections.section_no,
    firsts.report_id as other_report_id
from sections
inner join firsts
    on
        sections.section_no = firsts.section_no
        and sections.text_key = firsts.text_key
        and sections.agency_id <> firsts.agency_id
        and firsts.report_year between sections.report_year - 1 and sections.report_year
order by sections.report_id, sections.section_no, firsts.report_year desc, firsts.report_id
