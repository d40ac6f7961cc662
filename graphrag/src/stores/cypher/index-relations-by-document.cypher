CREATE INDEX huati_relation_document IF NOT EXISTS
FOR ()-[r:RELATION]-() ON (r.document)
