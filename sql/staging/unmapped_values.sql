-- One row per document and measure whose group of table 3 has rows unknown to the form: their sum, NULL where one of
-- them has no number.
-- by: document_sha256
-- zh: 表三未知行按统计项的合计。
with parts as (
    select * from raw.parts
    where status = 'read'
),

groups as (
    select * from seeds.measure_groups
),

observations as (
    select * from raw.observations
)

select
    observations.document_sha256,
    groups.measure,
    groups.form_id,
    case when count(observations.filled) = count(*) then sum(observations.filled) end as value
from observations
inner join parts on observations.document_sha256 = parts.document_sha256 and parts.part = 't3'
inner join groups
    on
        parts.form_id = groups.form_id
        and split_part(observations.cell_code, '.', 2) = groups.outcome_group
        and split_part(observations.cell_code, '.', -1) = groups.col_code
where contains(observations.cell_code, '.unmapped_')
group by observations.document_sha256, groups.measure, groups.form_id
