-- One row per loading of a document since the models were built last: what the next build has to take up.
-- zh: 待建文件：上次构建之后装载的文件。
create table if not exists build.pending_documents (
    document_sha256 varchar not null
);
