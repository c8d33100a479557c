-- The series of one metric of one agency, over a succession only when asked:
-- select * from marts.series('agency id or name', 'requests_received', bridge := true)
create or replace macro marts.series(agency, metric_name, bridge := false) as table
    with own as (
        select agency_id from marts.dim_agency
        where agency in (agency_id, canonical_name)
    ),

    chain as (
        select agency_id from own
        union all
        select unnest(agencies.predecessor_ids) as agency_id
        from marts.dim_agency as agencies
        inner join own on agencies.agency_id = own.agency_id
        where bridge
    )

    select
        series.agency_id,
        series.report_year,
        series.metric,
        series.value,
        series.comparability,
        series.reason_en,
        series.segment_no,
        series.agency_id not in (select own.agency_id from own) as is_bridged
    from marts.long_series as series
    inner join chain on series.agency_id = chain.agency_id
    where series.metric = metric_name
    order by series.report_year, series.agency_id;
