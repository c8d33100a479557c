-- One row per report, group of table 3 and applicant: the sum, NULL where a cell of it has no number.
-- zh: 申请行组合计。
select
    report_id,
    max(form_id) as form_id,
    row_group,
    applicant_code,
    case when count(filled) = count(*) then sum(filled) end as request_count
from staging.request_cells
group by report_id, row_group, applicant_code
