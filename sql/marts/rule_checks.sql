-- One row per document of a report and rule: how often it held, broke, or could not be assessed.
-- by: document_sha256
-- zh: 规则核验：每份文件每条规则的成立次数。
select
    checks.document_sha256,
    placed.report_id,
    checks.rule,
    checks.held_count,
    checks.broken_count,
    checks.not_assessable_count
from raw.rule_checks as checks
inner join staging.documents as placed on checks.document_sha256 = placed.document_sha256
where placed.report_id is not null
order by checks.document_sha256, checks.rule
