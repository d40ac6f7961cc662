MATCH (:Entity)-[r:RELATION]->(:Entity)
WHERE $anyOwner OR r.owner = $owner
RETURN count(r) AS count
LIMIT 1
