MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.document = $document
WITH a, r, b
LIMIT $limit
WITH a.id AS head, b.id AS tail, r
DELETE r
RETURN head, tail
