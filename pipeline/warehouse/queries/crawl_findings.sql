-- raw.findings from the catalogue: what the crawl met that has no document
select
    finding_id,
    cast(null as varchar) as document_sha256,
    url,
    portal,
    rule,
    severity,
    'refused' as status,
    'document' as part,
    'portal' as fault,
    message,
    cast(null as double) as left_value,
    cast(null as double) as right_value,
    cast(null as double) as delta,
    0.0 as tolerance,
    cast([] as varchar []) as cell_codes,
    cast([] as varchar []) as source_cells,
    url as scope_key
from catalogue_crawl_findings
where resolved_at is null
order by finding_id
