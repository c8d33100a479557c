-- One row per cell that differs between the published version and what another reader made of the same document.
with reread as (
    select
        before.document_sha256,
        agencies.canonical_name,
        before.report_year
    from before.marts.documents as before
    inner join raw.documents as documents on before.document_sha256 = documents.document_sha256
    left join before.marts.dim_agency as agencies on before.agency_id = agencies.agency_id
    where before.reader_version <> documents.reader_version
),

-- readers have the cells of documents that count for their report
cells_before as (
    select cells.document_sha256, cells.cell_code, cells.value_raw, cells.value
    from before.marts.fct_observation as cells
    inner join reread on cells.document_sha256 = reread.document_sha256
),

cells_now as (
    select cells.document_sha256, cells.cell_code, cells.value_raw, cells.value
    from raw.observations as cells
    inner join before.marts.dim_report as reports on cells.document_sha256 = reports.document_sha256
    inner join reread on cells.document_sha256 = reread.document_sha256
),

compared as (
    select
        document_sha256,
        cell_code,
        cells_before.value_raw as printed_before,
        cells_now.value_raw as printed_now,
        cells_before.value as value_before,
        cells_now.value as value_now
    from cells_before
    full join cells_now using (document_sha256, cell_code)
    where
        cells_before.value_raw is distinct from cells_now.value_raw
        or cells_before.value is distinct from cells_now.value
)

select
    reread.canonical_name,
    reread.report_year,
    compared.document_sha256,
    compared.cell_code,
    compared.printed_before,
    compared.printed_now,
    compared.value_before,
    compared.value_now
from compared
inner join reread on compared.document_sha256 = reread.document_sha256
order by reread.report_year desc, reread.canonical_name, compared.document_sha256, compared.cell_code
