-- One row per document that is current or was, with the report year its listing tells; null where none does.
select
    snapshots.document_sha256,
    min(coalesce(listings.hint_year, year(listings.listed_on) - 1)) as report_year
from raw.snapshots as snapshots
left join raw.listings as listings on listings.url = coalesce(snapshots.parent_url, snapshots.url)
group by snapshots.document_sha256
