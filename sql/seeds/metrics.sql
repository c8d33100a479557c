-- One row per metric, from the header of its file in sql/metrics.
-- zh: 指标定义。
create table if not exists seeds.metrics (
    metric varchar not null primary key,
    metric_order integer not null,
    label_zh varchar not null,
    label_en varchar not null,
    unit varchar not null,
    kind varchar not null,
    formula varchar not null,
    scale double not null,
    description_en varchar not null
);
