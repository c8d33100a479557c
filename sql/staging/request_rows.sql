-- One row per report, group of rows and applicant of table 3 (legal persons summed), and group of 2014 replies.
-- The sum is NULL where a cell of it has no number. Grouped by whole numbers: 10⁷ cells pass through here.
-- by: report_id
-- zh: 申请行组合计。
with reports as (
    select * from staging.reports
),

codes as (
    select
        cell_code,
        split_part(cell_code, '.', 2) as row_group,
        split_part(cell_code, '.', -1) as applicant_code
    from (select distinct cell_code from raw.observations) as met_codes
    where starts_with(cell_code, 't3.')
    union all
    select
        f2014_cell_code as cell_code,
        outcome_group as row_group,
        'total' as applicant_code
    from seeds.outcomes
    where f2014_cell_code is not null
),

groups as (
    select
        codes.*,
        dense_rank() over (order by codes.row_group, codes.applicant_code) as group_no
    from codes
),

summed as (
    select
        reports.report_no,
        groups.group_no,
        case
            when count(observations.filled) = count(*) then sum(observations.filled)
        end as request_count
    from raw.observations as observations
    inner join reports on observations.document_sha256 = reports.document_sha256
    inner join groups on observations.cell_code = groups.cell_code
    group by reports.report_no, groups.group_no
),

rows_of_one as (
    select
        summed.report_no,
        names.row_group,
        names.applicant_code,
        summed.request_count
    from summed
    inner join (select distinct * exclude (cell_code) from groups) as names
        on summed.group_no = names.group_no
),

rows_of_all as (
    select * from rows_of_one
    union all
    select
        report_no,
        row_group,
        'legal_or_org' as applicant_code,
        case when count(request_count) = count(*) then sum(request_count) end as request_count
    from rows_of_one
    where starts_with(applicant_code, 'org_')
    group by report_no, row_group
)

select
    reports.report_id,
    reports.report_no,
    coalesce(reports.form_t3, reports.form_s) as form_id,
    rows_of_all.row_group,
    rows_of_all.applicant_code,
    rows_of_all.request_count
from rows_of_all
inner join reports on rows_of_all.report_no = reports.report_no
