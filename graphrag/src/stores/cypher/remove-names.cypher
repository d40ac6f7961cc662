MATCH (e:Entity)-[n:NAMED_IN]->(:Document {id: $document})
WITH e, n
LIMIT $limit
WITH e.id AS entity, n
DELETE n
RETURN entity
