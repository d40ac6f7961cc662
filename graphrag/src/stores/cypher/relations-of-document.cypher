MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.document = $document AND r.id > $after
RETURN r.id AS relation, a.id AS head, b.id AS tail
ORDER BY relation
LIMIT $limit
