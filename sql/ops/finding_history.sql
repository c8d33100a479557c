-- One row per finding that was ever seen: since when, and until when if it is gone (from the catalogue).
-- zh: 问题历史：首次与最后发现时间。
create table if not exists ops.finding_history (
    finding_id varchar not null,
    first_seen_at timestamp not null,
    last_seen_at timestamp
);
