MATCH (e:Entity)
WHERE e.id > $after
WITH e
ORDER BY e.id
LIMIT $limit
OPTIONAL MATCH (e)-[n:NAMED_IN]->(:Document)
RETURN DISTINCT e.id AS entity, n.name AS name, n.owner AS belongs, n.alias AS alias
ORDER BY entity, name, belongs, alias
