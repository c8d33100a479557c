-- One row per document and part (t2, t3, t4, s): its form, and whether it was read.
-- zh: 原始部分：各表格式与读取状态。
create table if not exists raw.parts (
    document_sha256 varchar not null,
    part varchar not null,
    form_id varchar,
    status varchar not null,
    reason varchar,
    table_indexes integer[] not null,
    primary key (document_sha256, part)
);
