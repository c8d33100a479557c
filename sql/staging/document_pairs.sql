-- One row per document of a report that was not the first to be seen, with the one seen before it.
-- A file without tables of its own (a picture of the report, an explanation) is compared with nothing.
-- by: report_id
-- zh: 同一报告先后发现的两份文件；图解等无表格文件不作比较。
with comparable as (
    select *
    from marts.report_versions
    qualify read_table_count > 0 or count(*) over (partition by report_id, url) > 1
),

ranked as (
    select
        versions.report_id,
        versions.document_sha256,
        versions.url,
        versions.version_no,
        versions.first_seen_at,
        row_number() over (
            partition by versions.report_id
            order by versions.first_seen_at, versions.version_no, versions.choice_rank desc
        ) as seen_rank
    from comparable as versions
)

select
    newer.report_id,
    newer.document_sha256,
    older.document_sha256 as previous_sha256,
    newer.first_seen_at as changed_at,
    case when newer.url = older.url then 'same address' else 'other document' end as relation
from ranked as newer
inner join ranked as older
    on newer.report_id = older.report_id and newer.seen_rank = older.seen_rank + 1
