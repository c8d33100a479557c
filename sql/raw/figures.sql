-- One row per number stated in a document's prose.
-- zh: 原始正文数字。
create table if not exists raw.figures (
    document_sha256 varchar not null,
    measure varchar not null,
    channel varchar,
    value double not null,
    unit varchar,
    qualifier varchar not null,
    span_start integer not null,
    span_end integer not null,
    snippet varchar not null,
    rule varchar not null,
    confidence double not null,
    scope varchar
);
