MATCH (e:Entity)-[n:NAMED_IN]->(:Document)
WHERE e.id IN $entities AND n.alias = false AND (n.owner = '' OR n.owner = $owner)
RETURN e.id AS entity, n.name AS name, n.type AS kind, count(n) AS times
ORDER BY entity, name, kind
LIMIT $limit
