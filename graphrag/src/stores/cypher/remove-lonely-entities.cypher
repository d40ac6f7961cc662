MATCH (e:Entity)
WHERE e.id IN $entities AND NOT EXISTS { MATCH (e)--() }
DELETE e
