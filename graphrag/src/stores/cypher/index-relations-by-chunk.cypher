CREATE INDEX huati_relation_chunk IF NOT EXISTS
FOR ()-[r:RELATION]-() ON (r.chunk)
