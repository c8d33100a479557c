-- One row per report and number that both its text and its tables give: do they agree, and with what.
-- The text's number of requests may mean those new, those to be handled, or those processed.
-- by: report_id
-- zh: 正文与表格对照：两处均有的数字是否一致。
with measures as (
    select * from staging.report_measures
),

reports as (
    select * from staging.reports
),

figures as (
    select * from staging.report_figures
    where channel is null
),

pairs as (
    select
        report_id,
        unnest([
            'requests_received', 'requests_closed', 'requests_carried_in', 'requests_carried_out',
            'review_total', 'litigation_total', 'normative_docs_issued', 'normative_docs_repealed'
        ]) as figure,
        unnest([
            requests_received, processed_total, carried_in, carried_out,
            review_total, litigation_total, docs_made, docs_repealed
        ]) as table_value,
        unnest([
            requests_received + carried_in, requests_received + carried_in, null, null,
            null, null, docs_newly_disclosed, null
        ]) as second_value,
        unnest([processed_total, requests_received, null, null, null, null, null, null])
            as third_value
    from measures
)

select
    pairs.report_id,
    reports.agency_id,
    reports.report_year,
    pairs.figure,
    figures.value as text_value,
    figures.qualifier,
    pairs.table_value,
    case
        when figures.value = pairs.table_value then 'same item'
        when figures.value in (pairs.second_value, pairs.third_value) then 'related item'
        when
            figures.qualifier <> 'exact'
            and abs(figures.value - pairs.table_value) <= 0.1 * pairs.table_value
            then 'about the same'
        else 'differs'
    end as agreement,
    figures.value - pairs.table_value as delta,
    masked(figures.snippet) as snippet
from pairs
inner join figures on pairs.report_id = figures.report_id and pairs.figure = figures.figure
inner join reports on pairs.report_id = reports.report_id
where pairs.table_value is not null
order by pairs.report_id, pairs.figure
