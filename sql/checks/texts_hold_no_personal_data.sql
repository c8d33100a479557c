-- One row per text of the marts that still holds a telephone number or an e-mail address.
-- rule: PII_GUARD
-- severity: error
-- fault: ours
with texts as (
    select
        'document_text' as mart,
        document_sha256 as row_key,
        prose as words
    from marts.document_text
    union all
    select
        'figures' as mart,
        document_sha256 as row_key,
        snippet as words
    from marts.figures
    union all
    select
        'disclosure_volume' as mart,
        report_id as row_key,
        snippet as words
    from marts.disclosure_volume
    union all
    select
        'findings' as mart,
        finding_id as row_key,
        message as words
    from marts.findings
    union all
    select
        'report_parts' as mart,
        document_sha256 as row_key,
        reason as words
    from marts.report_parts
)

select
    mart,
    row_key
from texts
where regexp_matches(
    words, '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|\b0\d{2,3}[-－—]\d{7,8}\b|\b1[3-9]\d{9}\b'
)
