-- One row per report with another present document whose cells differ; what replaced what at one address is no case.
-- by: report_id
-- rule: DUP_DOC
-- severity: warn
-- fault: agency
with ranked as (
    select * from staging.report_documents
    where is_current
),

observations as not materialized (
    select * from raw.observations
),

differences as (
    select
        chosen.report_id,
        others.document_sha256,
        count(*) as difference_count,
        list(mine.cell_code order by mine.cell_code) as cell_codes
    from ranked as chosen
    inner join ranked as others
        on
            chosen.report_id = others.report_id
            and chosen.choice_rank = 1
            and others.choice_rank > 1
    inner join observations as mine on chosen.document_sha256 = mine.document_sha256
    inner join observations as theirs
        on
            others.document_sha256 = theirs.document_sha256
            and mine.cell_code = theirs.cell_code
    where mine.filled is distinct from theirs.filled
    group by chosen.report_id, others.document_sha256
),

reports as (
    select * from staging.reports
)

select
    reports.report_id,
    reports.agency_id,
    reports.report_year,
    differences.document_sha256 as scope_key,
    concat(
        difference_count, ' cells differ from another document of the same report, ',
        substr(differences.document_sha256, 1, 12)
    ) as message,
    cast(difference_count as double) as left_value,
    0.0 as right_value,
    cast(difference_count as double) as delta,
    cell_codes
from differences
inner join reports on differences.report_id = reports.report_id
