-- One row per report: an agency's report on one year in one scope, with the document that counts.
-- by: report_id
-- zh: 报告：选定文件与格式。
with chosen as (
    select * from staging.report_documents
    where choice_rank = 1
),

documents as (
    select * from staging.documents
),

keys as (
    select * from staging.document_keys
),

agencies as (
    select * from staging.agencies
)

select
    chosen.report_id,
    hash(chosen.report_id) as report_no,
    documents.agency_id,
    documents.report_year,
    documents.report_scope,
    agencies.agency_type,
    agencies.level,
    agencies.region_code,
    agencies.is_provisional,
    chosen.document_sha256,
    chosen.document_count,
    chosen.published_on,
    chosen.date_source,
    keys.form_t2,
    keys.form_t3,
    keys.form_t4,
    keys.form_s,
    coalesce(keys.form_s, keys.form_t3, keys.form_t2, keys.form_t4, 'unknown') as form_id,
    concat_ws(
        '/',
        coalesce(keys.form_s, '-'),
        coalesce(keys.form_t2, '-'),
        coalesce(keys.form_t3, '-'),
        coalesce(keys.form_t4, '-')
    ) as form_profile,
    case
        when chosen.read_table_count >= 3 then 'read'
        when chosen.read_table_count > 0 then 'partial'
        else 'refused'
    end as report_status,
    case when chosen.read_table_count < 3 then keys.refusal_reason end as refusal_reason
from chosen
inner join documents on chosen.document_sha256 = documents.document_sha256
inner join keys on chosen.document_sha256 = keys.document_sha256
inner join agencies on documents.agency_id = agencies.agency_id
