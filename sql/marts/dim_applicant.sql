-- One row per kind of applicant, sums included.
-- zh: 申请人类别维表。
select
    applicant_code,
    applicant_order,
    label_zh,
    label_en,
    parent_code
from seeds.applicants
order by applicant_order
