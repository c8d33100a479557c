-- One row per report and document of it: which one counts, and why.
-- by: report_id
-- zh: 报告版本：同一报告的各份文件与选定理由。
with ranked as (
    select * from staging.report_documents
),

sources as (
    select * from staging.document_sources
),

rivals as (
    select
        ranked.report_id,
        ranked.document_sha256,
        case
            when ranked.document_count = 1 then 'only document'
            when ranked.has_one_year <> rivals.has_one_year then 'title and period name one year'
            when ranked.read_table_count <> rivals.read_table_count then 'tables read'
            when ranked.is_correction <> rivals.is_correction then 'correction'
            when ranked.format_rank <> rivals.format_rank then 'format'
            when
                coalesce(ranked.published_on, date '1900-01-01')
                <> coalesce(rivals.published_on, date '1900-01-01')
                then 'date of publication'
            when ranked.is_current <> rivals.is_current then 'still at its address'
            when ranked.version_no <> rivals.version_no then 'version at its address'
            else 'first seen'
        end as criterion
    from ranked
    left join ranked as rivals
        on
            ranked.report_id = rivals.report_id
            and rivals.choice_rank = case when ranked.choice_rank = 1 then 2 else 1 end
)

select
    ranked.report_id,
    ranked.document_sha256,
    ranked.choice_rank,
    ranked.choice_rank = 1 as is_canonical,
    case
        when ranked.document_count = 1 then 'only document'
        when ranked.choice_rank = 1 then 'chosen by ' || rivals.criterion
        else 'not chosen by ' || rivals.criterion
    end as reason,
    ranked.read_table_count,
    ranked.is_correction,
    ranked.published_on,
    ranked.date_source,
    ranked.is_current,
    ranked.version_no,
    ranked.first_seen_at,
    sources.url,
    sources.gone_at
from ranked
inner join rivals
    on ranked.report_id = rivals.report_id and ranked.document_sha256 = rivals.document_sha256
left join sources on ranked.document_sha256 = sources.document_sha256
order by ranked.report_id, ranked.choice_rank
