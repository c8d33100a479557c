-- One row: the agency whose report was revised last, else the one with most reports.
select reports.agency_id
from marts.dim_report as reports
left join marts.revisions as revisions on reports.report_id = revisions.report_id
group by reports.agency_id
order by max(revisions.changed_at) desc nulls last, count(distinct reports.report_id) desc, reports.agency_id
limit 1
