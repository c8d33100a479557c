-- A small work database of a fictional city: what the pipeline's warehouse hands to publishing.
create schema raw;
create schema seeds;
create schema staging;
create schema metrics;
create schema marts;
create schema ops;

create table raw.documents (document_sha256 varchar primary key, prose varchar);
insert into raw.documents select md5('d' || i), 'text' from range(8) as t (i);

create table seeds.as_of (as_of date not null);
insert into seeds.as_of values (date '2025-06-30');

create table seeds.agency_aliases (
    alias varchar not null, agency_key varchar, agency_id varchar not null, valid_from date, valid_to date
);
insert into seeds.agency_aliases values
('示例市农牧局', '示例市农牧局', 'ag-nongye', null, date '2019-01-31'),
('综合局', '综合局', 'ag-caizheng', null, date '2018-12-31'),
('综合局', '综合局', 'ag-shuiwu', date '2019-01-01', null);

create table seeds.form_cells (
    form_id varchar not null, cell_code varchar not null, row_label_zh varchar not null, col_label_zh varchar,
    primary key (form_id, cell_code)
);
insert into seeds.form_cells values
('f2019', 't3.new_received.total', '一、本年新收政府信息公开申请数量', '总计'),
('f2021', 't3.new_received.total', '一、本年新收政府信息公开申请数量', '总计'),
('f2021', 't3.granted.total', '（一）予以公开', '总计');

create table marts.dim_agency (
    agency_id varchar primary key, canonical_name varchar not null, agency_type varchar, level varchar,
    predecessor_ids varchar []
);
insert into marts.dim_agency values
('ag-caizheng', '示例市财政局', 'department', 'city', []),
('ag-nongye', '示例市农业农村局', 'department', 'city', []),
('ag-shuiwu', '示例市水务局', 'department', 'city', ['ag-caizheng']),
('ag-xian', '示例县水务局', 'department', 'county', []);

create table marts.dim_report (
    report_id varchar primary key, agency_id varchar not null, canonical_name varchar, report_year integer,
    report_scope varchar not null, report_status varchar not null, document_sha256 varchar not null,
    url varchar, form_t2 varchar, form_t3 varchar, form_t4 varchar, form_s varchar, form_id varchar
);
insert into marts.dim_report
select
    agency_id || '-' || (2018 + i),
    agency_id,
    canonical_name,
    2018 + i,
    'organ',
    'read',
    md5(agency_id || i),
    'http://sample.invalid/' || agency_id || '/t' || (2018 + i) || '.html',
    'f2021',
    'f2021',
    'f2021',
    null,
    'f2021'
from marts.dim_agency, range(3) as t (i)
where agency_id <> 'ag-xian' and not (agency_id = 'ag-caizheng' and i = 1);

create table marts.fct_observation (
    report_id varchar not null, form_id varchar, document_sha256 varchar not null, cell_code varchar not null,
    value_raw varchar not null, value double, semantic varchar not null, filled double, fill_rule varchar,
    unit varchar, source_cell varchar not null
);
insert into marts.fct_observation
select report_id, form_id, document_sha256, cell_code, value_raw, value, semantic, value, null, null, source_cell
from marts.dim_report, (
    values
    ('t3.new_received.total', '10', 10.0, 'number', 't2/r2/c10'),
    ('t3.granted.total', '8', 8.0, 'number', 't2/r4/c10'),
    ('t3.granted.natural_person', '', null, 'blank', 't2/r4/c4'),
    ('t2.art20_6.penalty.change', '+461', 461.0, 'number', 't1/r9/c3')
) as c (cell_code, value_raw, value, semantic, source_cell);

create table marts.findings (
    finding_id varchar primary key, document_sha256 varchar, report_id varchar, agency_id varchar,
    report_year integer, rule varchar not null,
    severity varchar not null, status varchar not null, part varchar not null, fault varchar not null,
    message varchar not null, source_cells varchar [], title_zh varchar, last_seen_at timestamp,
    left_value double, right_value double, delta double, cell_codes varchar []
);
insert into marts.findings
select
    'f-' || report_id, document_sha256, report_id, agency_id, report_year, 'T3_ROW_SUM', 'error', 'broken', 't3', 'agency',
    '=cmd|'' /C calc''!A0 <script>alert(1)</script>', ['t2/r4/c10'],
    '表三行合计不符', null, 8.0, 7.0, 1.0, ['t3.granted.total', 't3.granted.natural_person']
from marts.dim_report where agency_id = 'ag-shuiwu';

create view staging.granted as
select report_id, filled from marts.fct_observation where cell_code = 't3.granted.total';

create view metrics.all_metrics as
select report_id, 'granted_rate' as metric, filled as numerator, 10.0 as denominator, filled / 10 as value
from staging.granted;

create table ops.runs (run_id varchar not null, as_of date not null);
insert into ops.runs values ('run-1', date '2025-06-30');

create table marts.metric_cells as
select
    'granted_rate' as metric, 'granted' as measure, 'f2021' as form_id, 't3.granted.total' as cell_code,
    null::varchar as figure, null::varchar as channel, 1.0 as weight;
create table marts.figures (
    document_sha256 varchar, measure varchar, channel varchar, snippet varchar, value double, unit varchar,
    span_start integer, span_end integer, confidence double, scope varchar
);
create table marts.long_series as
select
    agency_id, report_year, metric, value, 'comparable' as comparability, null::varchar as reason_en,
    1 as segment_no
from metrics.all_metrics inner join marts.dim_report using (report_id);

create macro marts.share(part, whole) as part / nullif(whole, 0);
create macro marts.raw_text(sha256) as table select prose from raw.documents where document_sha256 = sha256;

comment on table marts.dim_report is '报告: one row per agency, year and scope';
comment on column marts.dim_report.report_year is '报告年度: the year reported on';
comment on column marts.dim_agency.canonical_name is '机关名称: the name in the crosswalk';

-- What the workbooks and the static page are made from.
create table seeds.finding_rules as
select 'T3_ROW_SUM' as rule, 'error' as severity, '表三行合计不符' as title_zh;

create table marts.dim_metric as
select * from (values
    ('requests_received', 1, '收到申请', 'count'), ('disclosure_rate', 2, '公开率', 'rate'),
    ('refusal_rate', 3, '不予公开率', 'rate'), ('granted_rate', 4, '予以公开率', 'rate')
) as m (metric, metric_order, label_zh, kind);

create table marts.metric_values as
select
    report.report_id, report.agency_id, report.report_year, report.report_scope, m.metric, m.kind,
    case when m.kind = 'rate' then m.part end as numerator,
    case when m.kind = 'rate' then 20.0 end as denominator,
    case when m.kind = 'rate' then m.part / 20.0 else m.part end as value
from marts.dim_report as report, (
    values
    ('requests_received', 'count', 24.0), ('disclosure_rate', 'rate', 15.0), ('refusal_rate', 'rate', 2.0)
) as m (metric, kind, part);

create table marts.agency_comparison as
select
    v.report_id, v.agency_id, a.canonical_name, v.report_year, v.report_scope, a.agency_type, v.metric,
    v.numerator, v.denominator, v.value, v.value - 0.1 as ci_low, v.value + 0.1 as ci_high,
    case when v.agency_id <> 'ag-nongye' then 1 end as peer_rank,
    case when v.agency_id = 'ag-nongye' then 'fewer than 5 peers' end as unranked_reason
from marts.metric_values as v inner join marts.dim_agency as a using (agency_id);

create table marts.year_over_year as
select
    report_id, agency_id, report_year, report_scope, metric, value, null::double as previous_value,
    null::double as abs_change, null::double as pct_change, 'comparable' as comparability
from marts.metric_values;

create table marts.agency_year as
select report_id, agency_id, report_year, 24 as requests_received, null::double as docs_issued
from marts.dim_report;

create table marts.dim_outcome as
select 'granted' as outcome, 'granted' as outcome_group, '予以公开' as group_label_zh
union all select 'refused.state_secret', 'refused', '不予公开';

create table marts.dim_applicant as
select 'total' as applicant_code, '总计' as label_zh union all select 'natural_person', '自然人';

create table marts.request_outcomes as
select
    report.report_id, report.agency_id, report.report_year, report.report_scope, o.outcome_group,
    o.applicant_code, o.request_count
from marts.dim_report as report, (
    values
    ('granted', 'total', 15.0), ('granted', 'natural_person', 12.0), ('refused', 'total', 5.0)
) as o (outcome_group, applicant_code, request_count);

create table marts.coverage as
select
    a.agency_id, a.canonical_name, y.report_year, 'organ' as report_scope, r.report_id,
    case when r.report_id is null then 'missing' else 'published' end as coverage_status,
    null::integer as days_late
from marts.dim_agency as a
cross join (select distinct report_year from marts.dim_report) as y
left join marts.dim_report as r on a.agency_id = r.agency_id and y.report_year = r.report_year;

comment on column marts.request_outcomes.request_count is '件数 [件]: requests that ended so 办结的申请件数';
comment on table marts.request_outcomes is 'One row per report, outcome and applicant. 办理结果：每行一个结果。';
