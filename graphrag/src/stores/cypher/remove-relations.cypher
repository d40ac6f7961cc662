MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.document = $document
WITH a, r, b
LIMIT $limit
WITH a.id AS begins, b.id AS ends, r
DELETE r
RETURN begins, ends
