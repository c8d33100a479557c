-- The one day that decides what is due; never the clock.
-- zh: 基准日。
create table if not exists seeds.as_of (
    as_of date not null
);
