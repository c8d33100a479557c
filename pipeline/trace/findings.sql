-- One row per finding on one report or its document, worst first; $report_id, $document_sha256.
select rule, severity, status, part, fault, message, source_cells
from marts.findings
where report_id = $report_id or document_sha256 = $document_sha256
order by
    case severity when 'error' then 1 when 'warn' then 2 else 3 end, part, rule, message
