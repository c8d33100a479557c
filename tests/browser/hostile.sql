-- Texts that a hostile report could hold, put where the reader would have put them.
update raw.documents
set
    title = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">',
    prose = prose || chr(10) || '<img src=x onerror="window.hacked = 1"> =cmd()|x ![x](http://evil.invalid/x.png)'
where document_sha256 in (
    select document_sha256 from raw.documents where title like '%2021年%' and is_report
);

update raw.findings
set message = '=cmd()|''/c calc''!A1 <script>window.hacked = 1</script> ![x](http://evil.invalid/x.png)';
