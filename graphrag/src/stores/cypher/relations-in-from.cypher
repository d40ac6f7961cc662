MATCH (e:Entity)<-[r:RELATION]-(other:Entity)
WHERE e.id IN $entities AND other.id IN $others AND ($anyType OR r.type IN $types)
  AND (r.owner = '' OR r.owner = $owner)
RETURN r.id AS relation, r.document AS document, r.owner AS belongs, other.id AS head, r.type AS kind,
  e.id AS tail, r.chunk AS chunk, r.quote AS quote
ORDER BY relation
LIMIT $limit
