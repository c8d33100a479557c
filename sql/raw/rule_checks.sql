-- One row per document and rule: how often it held, broke, or could not be assessed.
-- zh: 原始规则核验。
create table if not exists raw.rule_checks (
    document_sha256 varchar not null,
    rule varchar not null,
    held_count integer not null,
    broken_count integer not null,
    not_assessable_count integer not null,
    primary key (document_sha256, rule)
);
