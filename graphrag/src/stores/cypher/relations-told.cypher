UNWIND $wanted AS one
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.chunk = one.chunk AND (r.owner = '' OR r.owner = $owner)
RETURN r.id AS relation, r.document AS document, r.owner AS belongs, a.id AS head, r.type AS kind,
  b.id AS tail, r.chunk AS chunk, r.quote AS quote, one.place AS place
ORDER BY place, relation
LIMIT $limit
