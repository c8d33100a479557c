-- One row per report and count that grew or fell more than fivefold and by more than 20 since the year before.
-- by: agency_id
-- rule: OUTLIER_YOY
-- severity: info
-- fault: agency
with changes as (
    select * from marts.year_over_year
    where comparability = 'comparable'
),

definitions as (
    select * from seeds.metrics
    where kind = 'count'
)

select
    changes.report_id,
    changes.agency_id,
    changes.report_year,
    changes.metric as scope_key,
    concat(
        definitions.label_en, ': ', changes.value, ' after ', changes.previous_value,
        ' on ', changes.report_year - 1
    ) as message,
    changes.value as left_value,
    changes.previous_value as right_value,
    changes.abs_change as delta,
    [] as cell_codes
from changes
inner join definitions on changes.metric = definitions.metric
where
    changes.value > 0
    and changes.previous_value > 0
    and abs(ln(changes.value / changes.previous_value)) > ln(5)
    and abs(changes.abs_change) > 20
