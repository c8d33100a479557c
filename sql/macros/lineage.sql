-- The cells and figures behind one metric of one report, with document, address and place:
-- select * from marts.lineage('agency id or name', 2024, 'disclosure_rate')
create or replace macro marts.lineage(agency, year, metric_name) as table
    with chosen as (
        select * from marts.dim_report
        where report_year = year and agency in (agency_id, canonical_name)
    ),

    uses as (
        select * from marts.metric_cells
        where metric = metric_name
    ),

    stated as ( -- of numbers stated twice the surest, as in staging.report_figures
        select distinct on (figures.document_sha256, figures.measure, figures.channel) figures.*
        from marts.figures as figures
        inner join chosen on figures.document_sha256 = chosen.document_sha256
        where
            coalesce(figures.scope, 'own') <> 'government_aggregate'
            or chosen.report_scope = 'government_aggregate'
        order by
            figures.document_sha256, figures.measure, figures.channel,
            figures.confidence desc, figures.span_start, figures.span_end
    )

    select
        chosen.report_id,
        uses.metric,
        uses.measure,
        observations.cell_code as source,
        uses.weight,
        observations.value_raw,
        observations.filled as value,
        observations.fill_rule,
        observations.unit,
        observations.source_cell as place,
        chosen.document_sha256,
        chosen.url
    from chosen
    inner join marts.fct_observation as observations on chosen.report_id = observations.report_id
    inner join uses
        on
            observations.form_id = uses.form_id
            and (
                observations.cell_code = uses.cell_code
                or (
                    contains(observations.cell_code, '.unmapped_')
                    and observations.cell_code like uses.cell_code
                )
            )
    union all
    select
        chosen.report_id,
        uses.metric,
        uses.measure,
        'figure:' || figures.measure || coalesce('/' || figures.channel, '') as source,
        uses.weight,
        figures.snippet as value_raw,
        figures.value,
        cast(null as varchar) as fill_rule,
        figures.unit,
        'span ' || figures.span_start || '-' || figures.span_end as place,
        chosen.document_sha256,
        chosen.url
    from chosen
    inner join uses on chosen.form_id = uses.form_id and uses.figure is not null
    inner join stated as figures
        on
            chosen.document_sha256 = figures.document_sha256
            and uses.figure = figures.measure
            and (uses.channel = '*' or uses.channel is not distinct from figures.channel);
