-- One row per document of a report, best first: which one counts, by the criteria of the canonical choice.
-- by: report_id
-- zh: 报告的各份文件及选定次序。
with documents as (
    select * from staging.documents
    where report_id is not null
),

keys as (
    select * from staging.document_keys
),

raw_documents as (
    select * from raw.documents
),

sources as (
    select * from staging.document_sources
),

dates as (
    select distinct on (document_sha256)
        document_sha256,
        date_source,
        published_on
    from staging.document_dates
    order by document_sha256, precedence
),

criteria as (
    select
        documents.report_id,
        documents.document_sha256,
        dates.published_on,
        dates.date_source,
        coalesce(raw_documents.title_year, documents.report_year)
        = coalesce(raw_documents.period_year, documents.report_year) as has_one_year,
        case when keys.form_s is not null then 3 else keys.read_table_count end as read_table_count,
        raw_documents.is_correction,
        case
            when raw_documents.format in ('scan', 'picture') then 2
            when raw_documents.format = 'pdf' then 1
            else 0
        end as format_rank,
        coalesce(sources.is_current and sources.gone_at is null, false) as is_current,
        coalesce(sources.version_no, 1) as version_no,
        sources.first_seen_at
    from documents
    inner join keys on documents.document_sha256 = keys.document_sha256
    inner join raw_documents on documents.document_sha256 = raw_documents.document_sha256
    left join sources on documents.document_sha256 = sources.document_sha256
    left join dates on documents.document_sha256 = dates.document_sha256
)

select
    report_id,
    document_sha256,
    published_on,
    date_source,
    has_one_year,
    read_table_count,
    is_correction,
    format_rank,
    is_current,
    version_no,
    first_seen_at,
    row_number() over (
        partition by report_id
        order by
            has_one_year desc, read_table_count desc, is_correction desc, format_rank,
            published_on desc nulls last, is_current desc, version_no desc,
            first_seen_at desc nulls last, document_sha256
    ) as choice_rank,
    count(*) over (partition by report_id) as document_count
from criteria
