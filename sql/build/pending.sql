-- One row per loaded table and document whose rows there changed since the models were built last; null: rows of none.
-- zh: 待建内容：上次构建之后装载表中变动的文件。
create table if not exists build.pending (
    table_name varchar not null,
    document_sha256 varchar
);
