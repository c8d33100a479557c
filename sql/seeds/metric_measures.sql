-- One row per metric and measure it uses.
-- zh: 指标所用统计项。
create table if not exists seeds.metric_measures (
    metric varchar not null,
    measure varchar not null,
    primary key (metric, measure)
);
