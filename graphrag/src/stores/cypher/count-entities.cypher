MATCH (e:Entity)-[n:NAMED_IN]->(:Document)
WHERE $anyOwner OR n.owner = $owner
RETURN count(DISTINCT e.id) AS count
LIMIT 1
