-- One row: the prose of a document; $sha256.
select prose from marts.document_text
where document_sha256 = $sha256
