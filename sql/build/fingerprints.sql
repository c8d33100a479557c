-- One row per model and loaded table as the last build saw it; none while a build is under way.
-- zh: 构建指纹：上次构建时的模型与输入。
create table if not exists build.fingerprints (
    table_name varchar not null,
    fingerprint varchar not null,
    row_count bigint
);
