-- One row per report whose text stands, word and number, nine tenths in the report of the year before.
-- by: report_id
-- rule: NEAR_DUP_TEXT
-- severity: warn
-- fault: agency
with texts as (
    select
        report_id,
        agency_id,
        report_year,
        sum(char_count * coalesce(previous_similarity, 0)) / sum(char_count) as similarity,
        sum(char_count) as char_count
    from marts.boilerplate
    group by report_id, agency_id, report_year
)

select
    report_id,
    agency_id,
    report_year,
    'text' as scope_key,
    concat(
        round(100 * similarity), ' % of the text stands in the report on ', report_year - 1
    ) as message,
    round(similarity, 6) as left_value,
    0.9 as right_value,
    round(similarity - 0.9, 6) as delta,
    [] as cell_codes
from texts
where similarity > 0.9 and char_count >= 200
