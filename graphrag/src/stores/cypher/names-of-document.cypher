MATCH (e:Entity)-[:NAMED_IN]->(:Document {id: $document})
WHERE e.id > $after
WITH DISTINCT e
ORDER BY e.id
LIMIT $limit
MATCH (e)-[n:NAMED_IN]->(:Document {id: $document})
RETURN e.id AS entity, n.name AS name, n.type AS kind, n.alias AS alias, n.owner AS belongs
ORDER BY entity
